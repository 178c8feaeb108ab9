/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.method.ForgetSet;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is measured of one set.
 *
 * @param figures what pictures are drawn from
 * @param removals of the class and of single documents, with their checks
 */
record SetVerification(SetFigures figures, List<CheckedRemoval> removals) {
    /** Documents removed in the second removal, or a quarter of a small set. */
    private static final int DOCUMENTS = 300;

    SetVerification {
        removals = List.copyOf(removals);
    }

    static SetVerification of(VerificationCase subject, List<Double> bounds, int threads) {
        StoredRemovals stored = new StoredRemovals(subject, threads);
        int documents = Math.min(DOCUMENTS, stored.model().documents().size() / 4);
        List<CheckedRemoval> removals = List.of(stored.ofClass(), stored.ofDocuments(documents));
        UnlearningProblem problem = new UnlearningProblem(
                stored.model().model(),
                stored.model().trainingSet(),
                ForgetSet.ofClasses(subject.removedClass()),
                UnlearningSettings.standard().withParallelism(threads));
        Machine.progress("%s: solving the retained problem as far as double goes", subject.set());
        Unlearned standard = Contender.named(NearnessPlot.DEFAULT).run(problem);
        Optimum optimum = Optimum.of(standard.retained(), standard.model().vectoriser(), threads);
        List<Nearness> nearness = new ArrayList<>();
        for (String method : NearnessPlot.METHODS) {
            Machine.progress("%s: passes and distances of %s", subject.set(), method);
            nearness.add(Nearness.of(Contender.named(method), problem, bounds, optimum));
        }
        List<VersionDistance> distances = VersionDistance.of(problem, optimum, threads);
        List<RocPanel> panels = removals.stream()
                .flatMap(removal -> RocPanel.of(removal).stream())
                .toList();
        return new SetVerification(
                new SetFigures(subject.set(), subject.removedClass(), nearness, distances, panels), removals);
    }

    boolean failed() {
        return removals.stream().anyMatch(CheckedRemoval::failed);
    }
}
