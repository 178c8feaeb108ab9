/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.model.SoftmaxObjective;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.LimitedMemoryBfgs;
import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.StoppingRule;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.CheckOutcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.ejml.dense.row.NormOps_DDRM;

/**
 * Single documents, without shadows and without sampling error: for a forgotten document the model with it and the model without it
 * are both trained, and the confidence in its label shows where the released version lies between them, at 0 without the document, at
 * 1 with it, below 0 where it was pushed further than away. The documents on which the released version and the reference differ
 * most are tried; one that is left in is among them wherever it changes anything.
 */
final class ExactLeaveOneOut {
    static final String NAME = "attack.leave-one-out";
    /** Nearer to the model without the document than to any other. */
    private static final double HALF_WAY = 0.5;
    /** Models with and without a document are trained to this share of the bound that the released version keeps. */
    private static final double FINER = 0.05;

    private static final int BLOCK = 1024;

    private final AuditRun run;
    private final int[] rows;
    private final double[] released;
    private final TrainedModel without;
    private final double[] reference;
    private final double resolution;

    private ExactLeaveOneOut(AuditRun run) {
        this.run = run;
        this.rows = rows(run);
        this.released = confidences(run.input().released());
        run.steps().next("training the model without the forgotten documents further");
        this.without = trained(run.retained());
        this.reference = confidences(without);
        AuditSettings settings = run.settings();
        double bounds = (1 + FINER) * settings.training().relativeBound() * norm(without);
        this.resolution = Math.sqrt(2) * bounds;
    }

    static void run(AuditRun run, Findings findings) {
        if (run.settings().leaveOneOutDocuments() == 0) {
            findings.add(Check.notRun(NAME, "The settings ask for no leave-one-out model."));
        } else if (rows(run).length == 0) {
            findings.add(Check.notRun(
                    NAME,
                    "Every forgotten document was of a class that is gone: no model has a confidence in its label."));
        } else {
            findings.add(new ExactLeaveOneOut(run).check());
        }
    }

    /** The forgotten documents of classes that stay. */
    private static int[] rows(AuditRun run) {
        TrainingSet all = run.input().training().set();
        int[] labels = all.labels();
        List<String> retained = run.input().retainedClasses();
        return run.input().forgotten().stream()
                .filter(row -> retained.contains(all.labelSpace().name(labels[row])))
                .toArray();
    }

    private String name(int label) {
        return run.input().training().set().labelSpace().name(label);
    }

    private double[] confidences(TrainedModel model) {
        BitSet wanted = new BitSet();
        IntStream.of(rows).forEach(wanted::set);
        LabelledDocuments documents = run.input().training().select(wanted);
        Outputs outputs = run.outputs(model, documents);
        int[] labels = documents.set().labels();
        return IntStream.range(0, rows.length)
                .mapToDouble(i -> outputs.logitScaledConfidence(
                        i, model.labelSpace().indexOf(name(labels[i])).orElseThrow()))
                .toArray();
    }

    /**
     * Where the released version lies for one document.
     *
     * @param gap by how much the document moves the confidence in its label
     * @param moved by how much the released version differs from the model without it
     */
    private record Place(int row, double gap, double moved) {
        double position() {
            return moved / gap;
        }

        /** A version that keeps its bound can't be that far from the model without the document. */
        boolean isBetrayed(double resolution) {
            return Math.abs(moved) > resolution && !(Math.abs(position()) < HALF_WAY);
        }

        boolean isTold(double resolution) {
            return Math.abs(gap) * HALF_WAY >= resolution || isBetrayed(resolution);
        }
    }

    private Check check() {
        List<Integer> order = IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(released[i] - reference[i])))
                .limit(run.settings().leaveOneOutDocuments())
                .toList();
        List<Place> told = new ArrayList<>();
        for (int tried = 0; tried < order.size(); tried++) {
            run.steps().next("training the model with forgotten document " + (tried + 1) + " of " + order.size());
            int i = order.get(tried);
            Place place = new Place(rows[i], confidenceWith(i) - reference[i], released[i] - reference[i]);
            if (place.isTold(resolution)) {
                told.add(place);
            }
        }
        if (told.isEmpty()) {
            return Check.notRun(
                    NAME,
                    "None of " + order.size() + " documents tried moves the confidence in its own label by the "
                            + PairedAttack.number(resolution / HALF_WAY)
                            + " that the bound of released versions leaves open: publish to a smaller bound to tell.");
        }
        return check(told);
    }

    private Check check(List<Place> told) {
        // They stand in the order of how far the released version moved.
        Place worst = told.stream()
                .filter(place -> place.isBetrayed(resolution))
                .findFirst()
                .orElseGet(() -> told.stream()
                        .max(Comparator.comparingDouble(place -> Math.abs(place.position())))
                        .orElseThrow());
        boolean betrayed = worst.isBetrayed(resolution);
        String found = betrayed
                ? "The released version is not nearest to the model without the document at row " + worst.row()
                        + " of the training set before, one of "
                : "The released version is nearest to the model without the document, for all of ";
        return new Check(
                NAME,
                CheckKind.EMPIRICAL,
                betrayed ? CheckOutcome.FAILED : CheckOutcome.PASSED,
                OptionalDouble.of(worst.position()),
                OptionalDouble.of(HALF_WAY),
                found + told.size() + " documents that can be told, of " + rows.length + " forgotten; it lies at "
                        + PairedAttack.number(worst.position())
                        + ", where 0 is the model without and 1 the one with it.");
    }

    private static double norm(TrainedModel model) {
        return NormOps_DDRM.fastNormF(model.weights());
    }

    /** The confidence in a forgotten document's label of the model that is trained with it and without the other forgotten ones. */
    private double confidenceWith(int i) {
        BitSet leftOut = run.input().forgotten();
        leftOut.clear(rows[i]);
        TrainingSet with = Retained.without(run.input(), leftOut, run.workers());
        return confidences(trained(with))[i];
    }

    /** Trained on from the reference. */
    private TrainedModel trained(TrainingSet set) {
        TrainedModel reference = run.reference().model();
        TrainingSettings settings = run.settings().training();
        Vectoriser vectoriser = Vectoriser.fit(reference.vectoriser().analysis(), set.counts());
        SoftmaxObjective objective = new SoftmaxObjective(
                vectoriser.transform(set.counts(), run.workers()),
                set.labels(),
                set.labelSpace().size(),
                1 / settings.inverseRegularisation(),
                run.workers());
        Objective.Iterate iterate = objective.startAt(carried(reference, vectoriser));
        StoppingRule rule = new StoppingRule(FINER * settings.relativeBound(), settings.maximumPasses());
        LimitedMemoryBfgs.standard().minimise(iterate, rule, run.steps());
        return TrainedModel.rounded(vectoriser, set.labelSpace(), iterate.parameters());
    }

    private double[] carried(TrainedModel reference, Vectoriser vectoriser) {
        int classes = reference.labelSpace().size();
        int[] places = vectoriser.columnsOf(reference.vectoriser(), run.workers());
        double[] start = new double[places.length * classes];
        run.workers().forEachBlock(places.length, BLOCK, (block, from, to) -> {
            double[] row = new double[classes];
            for (int feature = from; feature < to; feature++) {
                if (places[feature] >= 0) {
                    reference.weightsOf(places[feature], row);
                    System.arraycopy(row, 0, start, feature * classes, classes);
                }
            }
        });
        return start;
    }
}
