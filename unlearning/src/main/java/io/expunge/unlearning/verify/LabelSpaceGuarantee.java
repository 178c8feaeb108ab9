/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;

/**
 * No input is ever classified as a removed class: its name is not in the label space and no column of weights stands for it,
 * so there is nothing to answer with. That part is exact; adversarial inputs are tried on top, against mistakes in the
 * prediction code itself. Stateless.
 */
public final class LabelSpaceGuarantee {

    private static final int RANDOM_DOCUMENTS = 256;
    /** Fixed, so that a check repeated on the same model is the same check. */
    private static final long PROBE_SEED = 0x5eed_1abe1L;

    private LabelSpaceGuarantee() {}

    /**
     * Checks a model about to be announced.
     *
     * @param removed names of all classes that were removed from it, now or before
     * @param features features × documents to try besides the artificial ones: training or test data; may have no columns
     * @return the checks, one certified per exact statement and an empirical one for the inputs tried
     */
    public static List<Check> check(TrainedModel model, Set<String> removed, DMatrixSparseCSC features) {
        return List.of(
                removedAbsent(model.labelSpace(), removed),
                weightsMatch(model.labelSpace(), model.weights()),
                inputsTried(model, removed, features));
    }

    static Check removedAbsent(LabelSpace labelSpace, Set<String> removed) {
        Set<String> present = new TreeSet<>(removed);
        present.retainAll(labelSpace.classes());
        String detail = present.isEmpty()
                ? "None of the " + removed.size() + " removed classes is in the label space."
                : "Still in the label space: " + String.join(", ", present) + ".";
        return certified("label-space.removed-absent", present.isEmpty(), present.size(), detail);
    }

    static Check weightsMatch(LabelSpace labelSpace, DMatrixRMaj weights) {
        long notFinite = Arrays.stream(weights.data, 0, weights.getNumElements())
                .filter(value -> !Double.isFinite(value))
                .count();
        int surplus = Math.abs(weights.numCols - labelSpace.size());
        String detail = weights.numCols + " weight columns for " + labelSpace.size() + " classes, " + notFinite
                + " values that are not finite.";
        return certified("label-space.weights-match", surplus + notFinite == 0, (double) (surplus + notFinite), detail);
    }

    private static Check certified(String name, boolean passed, double value, String detail) {
        return new Check(
                name, CheckKind.CERTIFIED, outcome(passed), OptionalDouble.of(value), OptionalDouble.of(0), detail);
    }

    private static CheckOutcome outcome(boolean passed) {
        return passed ? CheckOutcome.PASSED : CheckOutcome.FAILED;
    }

    private static Check inputsTried(TrainedModel model, Set<String> removed, DMatrixSparseCSC features) {
        int featureCount = model.vectoriser().features();
        long hits = hits(model, removed, features)
                + hits(model, removed, new DMatrixSparseCSC(featureCount, 1, 0))
                + hits(model, removed, singleTerms(featureCount))
                + hits(model, removed, largeRandom(featureCount));
        long tried = features.numCols + 1L + featureCount + RANDOM_DOCUMENTS;
        return new Check(
                "label-space.inputs-tried",
                CheckKind.EMPIRICAL,
                outcome(hits == 0),
                OptionalDouble.of((double) hits),
                OptionalDouble.of(0),
                hits + " of " + tried
                        + " inputs were classified as a removed class (given documents, the empty document,"
                        + " every single term, large random vectors).");
    }

    private static long hits(TrainedModel model, Set<String> removed, DMatrixSparseCSC features) {
        long hits = 0;
        for (int predicted : model.predict(features)) {
            boolean named = predicted >= 0 && predicted < model.labelSpace().size();
            hits += !named || removed.contains(model.labelSpace().name(predicted)) ? 1 : 0;
        }
        return hits;
    }

    private static DMatrixSparseCSC singleTerms(int features) {
        DMatrixSparseCSC identity = new DMatrixSparseCSC(features, features, features);
        for (int feature = 0; feature < features; feature++) {
            identity.nz_rows[feature] = feature;
            identity.nz_values[feature] = 1;
            identity.col_idx[feature + 1] = feature + 1;
        }
        identity.nz_length = features;
        identity.indicesSorted = true;
        return identity;
    }

    /** Sparse vectors of both signs, up to a million times as long as any document. */
    private static DMatrixSparseCSC largeRandom(int features) {
        SplittableRandom random = new SplittableRandom(PROBE_SEED);
        int each = Math.min(features, 64);
        DMatrixSparseCSC probes = new DMatrixSparseCSC(features, RANDOM_DOCUMENTS, each * RANDOM_DOCUMENTS);
        int stride = Math.max(1, features / each);
        for (int document = 0; document < RANDOM_DOCUMENTS; document++) {
            for (int i = 0; i < each; i++) {
                int at = document * each + i;
                probes.nz_rows[at] = Math.min(features - 1, i * stride + random.nextInt(stride));
                probes.nz_values[at] = random.nextDouble(-1e6, 1e6);
            }
            probes.col_idx[document + 1] = (document + 1) * each;
        }
        probes.nz_length = each * RANDOM_DOCUMENTS;
        probes.indicesSorted = true;
        return probes;
    }
}
