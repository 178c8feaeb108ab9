/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.EvaluationSet;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.LiveHeap;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.Operation;
import io.expunge.store.Provenance;
import io.expunge.store.Pseudonym;
import io.expunge.store.filesystem.FileSystemModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.method.Solver;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.verify.RetainedAccuracyGuard;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that is let in because it was thought to need less than it does takes the whole process with it. */
class JobMemoryTest {
    private static final String MODEL = "synthetic";

    @TempDir
    Path directory;

    /** Sizes of a made-up corpus; the evaluation set has as many terms a document. */
    private record Shape(int documents, int termsADocument, int terms, int classes, int evaluated) {}

    /** Wide, with many classes, long, evaluated, of many short documents. */
    @ParameterizedTest
    @CsvSource({
        "800, 80, 6000, 40, 50",
        "300, 20, 700, 100, 50",
        "1500, 80, 2000, 3, 50",
        "300, 40, 1000, 3, 4000",
        "10000, 3, 500, 3, 100"
    })
    void noJobHoldsMoreThanItsEstimate(int documents, int termsADocument, int terms, int classes, int evaluated) {
        Shape shape = new Shape(documents, termsADocument, terms, classes, evaluated);
        RemovalTarget classGone = new RemovalTarget.OfClass("class0");
        RemovalTarget documentsGone = new RemovalTarget.OfDocuments(documents(0, 20));
        try (ModelStore store = FileSystemModelStore.open(directory)) {
            String base = put(store, shape).hex();
            holds(store, base, "hessian-reassignment", Solver.NEWTON_CG, classGone);
            holds(store, base, "hessian-reassignment", Solver.AUTO, documentsGone);
            if (classes > 3) { // elsewhere the gate needs more than any solver
                holds(store, base, "retrain", Solver.AUTO, classGone);
            }
        }
    }

    private static void holds(ModelStore store, String base, String method, Solver solver, RemovalTarget target) {
        // The guard looks and lets everything pass: there is nothing to learn from random documents.
        UnlearningOptions options = new UnlearningOptions(
                method,
                1e-2,
                2000,
                VectoriserPolicy.REFIT,
                solver,
                ErasedPolicy.REFUSE,
                Optional.of(RetainedAccuracyGuard.standard().withFloor(0.9999)));
        StoreJobExecutor executor = new StoreJobExecutor(store, options, 2);
        JobSpecification job = new JobSpecification.Unlearning(
                MODEL, method + solver + target, base, method, List.of(new JobSpecification.Wanted("request", target)));
        long estimate = executor.estimateBytes(job);
        long peak = LiveHeap.peakOf(
                () -> assertThat(executor.execute(job, ProgressMonitor.NONE)).isInstanceOf(Outcome.Produced.class));
        assertThat(peak).as("%s, %s, %s", method, solver, target.getClass()).isLessThanOrEqualTo(estimate);
    }

    private static ContentHash put(ModelStore store, Shape shape) {
        SplittableRandom random = new SplittableRandom(Seeds.EXAMPLE);
        List<String> terms = IntStream.range(0, shape.terms())
                .mapToObj(term -> String.format("%08d", term))
                .toList();
        TermCounts counts = counts(terms, shape.documents(), shape, random);
        TrainingSet set = new TrainingSet(
                counts,
                new LabelSpace(IntStream.range(0, shape.classes())
                        .mapToObj(label -> "class" + label)
                        .sorted()
                        .toList()),
                labels(shape.documents(), shape));
        Vectoriser vectoriser = Vectoriser.fit(Analysis.standard(), counts);
        EvaluationSet evaluation = new EvaluationSet(
                counts(terms, shape.evaluated(), shape, random),
                labels(shape.evaluated(), shape),
                documents(1, shape.evaluated()),
                Collections.nCopies(shape.evaluated(), Optional.empty()));
        StoredModel model = new StoredModel(
                new TrainedModel(vectoriser, set.labelSpace(), new DMatrixRMaj(vectoriser.features(), shape.classes())),
                set,
                documents(0, shape.documents()),
                documents(2, shape.documents()).stream().map(Optional::of).toList(),
                Optional.of(evaluation),
                HonouredDeletions.NONE);
        Provenance provenance = new Provenance("training", new TreeMap<>(), ContentHash.of(new byte[0]), "any");
        return store.put(new ArtifactDraft(
                new Lineage(MODEL, Optional.empty(), Operation.TRAINED, Optional.empty(), provenance),
                ModelArtifacts.contents(model, new TreeMap<>(), List.of())));
    }

    /** Every term turns up, and document frequencies are about equal. */
    private static TermCounts counts(List<String> terms, int documents, Shape shape, SplittableRandom random) {
        int each = shape.termsADocument();
        int[] rowStart =
                IntStream.rangeClosed(0, documents).map(row -> row * each).toArray();
        int[] termIndex = new int[documents * each];
        int[] count = new int[documents * each];
        int stride = terms.size() / each;
        for (int entry = 0; entry < termIndex.length; entry++) {
            termIndex[entry] = entry % each * stride + random.nextInt(stride);
            count[entry] = 1 + random.nextInt(3);
        }
        return TermCounts.of(terms, rowStart, termIndex, count);
    }

    private static int[] labels(int documents, Shape shape) {
        return IntStream.range(0, documents).map(row -> row % shape.classes()).toArray();
    }

    private static List<Pseudonym> documents(long kind, int number) {
        return LongStream.range(0, number)
                .mapToObj(id -> new Pseudonym(kind, id))
                .toList();
    }
}
