/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.features.Vectoriser;
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
    /** A document must move its own confidence by so many times what the solvers leave open, or nothing could be told. */
    private static final double RESOLUTIONS = 4;

    private static final int BLOCK = 1024;

    private final AuditRun run;
    private final int[] rows;
    private final double[] released;
    private final double[] reference;

    private ExactLeaveOneOut(AuditRun run) {
        this.run = run;
        int[] labels = run.input().training().set().labels();
        List<String> retained = run.input().retainedClasses();
        this.rows = run.input().forgotten().stream()
                .filter(row -> retained.contains(name(labels[row])))
                .toArray();
        this.released = confidences(run.input().released());
        this.reference = confidences(run.reference().model());
    }

    static void run(AuditRun run, Findings findings) {
        ExactLeaveOneOut test = new ExactLeaveOneOut(run);
        if (run.settings().leaveOneOutDocuments() == 0) {
            findings.add(Check.notRun(NAME, "The settings ask for no leave-one-out model."));
        } else if (test.rows.length == 0) {
            findings.add(Check.notRun(
                    NAME,
                    "Every forgotten document was of a class that is gone: no model has a confidence in its label."));
        } else {
            findings.add(test.check());
        }
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

    private record Place(int row, double position, double gap) {}

    private Check check() {
        List<Integer> order = IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(released[i] - reference[i])))
                .limit(run.settings().leaveOneOutDocuments())
                .toList();
        List<Place> places = new ArrayList<>();
        for (int i : order) {
            run.steps()
                    .next("training the model with forgotten document " + (places.size() + 1) + " of " + order.size());
            double gap = confidenceWith(i) - reference[i];
            places.add(new Place(rows[i], (released[i] - reference[i]) / gap, gap));
        }
        double open = RESOLUTIONS * resolution();
        List<Place> told =
                places.stream().filter(place -> Math.abs(place.gap()) >= open).toList();
        if (told.isEmpty()) {
            return Check.notRun(
                    NAME,
                    "None of " + places.size() + " documents tried moves its own confidence by the "
                            + PairedAttack.number(open)
                            + " that the solvers' precision asks for: train the reference to a smaller bound.");
        }
        Place furthest = told.stream()
                .max(Comparator.comparingDouble(place -> Math.abs(place.position())))
                .orElseThrow();
        return check(furthest, told.size());
    }

    private Check check(Place furthest, int told) {
        boolean without = Math.abs(furthest.position()) < HALF_WAY;
        String found = without
                ? "The released version is nearest to the model without the document, for all of "
                : "The released version is not nearest to the model without the document at row " + furthest.row()
                        + " of the training set before, one of ";
        return new Check(
                NAME,
                CheckKind.EMPIRICAL,
                without ? CheckOutcome.PASSED : CheckOutcome.FAILED,
                OptionalDouble.of(furthest.position()),
                OptionalDouble.of(HALF_WAY),
                found + told + " documents tried of " + rows.length
                        + " forgotten; it lies at " + PairedAttack.number(furthest.position())
                        + ", where 0 is the model without and 1 the one with it.");
    }

    /** By how much two models may differ in a confidence when both keep their bound: √2 times the distance (‖x‖ ≤ 1). */
    private double resolution() {
        return 2 * Math.sqrt(2) * run.reference().certificate().distanceBound();
    }

    /** The confidence in a forgotten document's label of the model that is trained with it and without the other forgotten ones. */
    private double confidenceWith(int i) {
        BitSet leftOut = run.input().forgotten();
        leftOut.clear(rows[i]);
        TrainingSet with = Retained.without(run.input(), leftOut, run.workers());
        TrainedModel reference = run.reference().model();
        Vectoriser vectoriser = Vectoriser.fit(reference.vectoriser().analysis(), with.counts());
        SoftmaxObjective objective = new SoftmaxObjective(
                vectoriser.transform(with.counts(), run.workers()),
                with.labels(),
                with.labelSpace().size(),
                1 / run.settings().training().inverseRegularisation(),
                run.workers());
        Objective.Iterate iterate = objective.startAt(carried(reference, vectoriser));
        StoppingRule rule = new StoppingRule(
                run.settings().training().relativeBound(),
                run.settings().training().maximumPasses());
        LimitedMemoryBfgs.standard().minimise(iterate, rule, run.steps());
        return confidences(TrainedModel.rounded(vectoriser, with.labelSpace(), iterate.parameters()))[i];
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
