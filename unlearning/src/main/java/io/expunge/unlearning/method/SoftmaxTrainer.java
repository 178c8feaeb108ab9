/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.LimitedMemoryBfgs;
import io.expunge.unlearning.solve.NewtonConjugateGradient;
import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.Workers;

/** Trains softmax regression from scratch: L-BFGS from zero, Newton-CG from where it stalls. Stateless. */
public final class SoftmaxTrainer {

    private SoftmaxTrainer() {}

    /**
     * Fits vectoriser and weights to a training set.
     *
     * @param analysis the recipe the counts were made with
     * @throws TooFewClassesException when there are fewer than two classes
     * @throws NotConvergedException when the bound is not certified within the passes allowed
     * @throws io.expunge.unlearning.CancelledException when the monitor says so
     */
    public static TrainingResult train(
            TrainingSet trainingSet, Analysis analysis, TrainingSettings settings, ProgressMonitor monitor) {
        if (trainingSet.labelSpace().size() < 2) {
            throw new TooFewClassesException(trainingSet.labelSpace().classes());
        }
        long started = System.nanoTime();
        Vectoriser vectoriser = Vectoriser.fit(analysis, trainingSet.counts());
        try (Workers workers = new Workers(settings.parallelism())) {
            CertifiedMinimisation minimisation = new CertifiedMinimisation(
                    trainingSet,
                    vectoriser,
                    vectoriser.transform(trainingSet.counts(), workers),
                    settings,
                    workers,
                    monitor,
                    started);
            climbFromZero(minimisation, LimitedMemoryBfgs.standard());
            return minimisation.result();
        }
    }

    /** The rungs of training, which are also the last ones of unlearning. */
    static void climbFromZero(CertifiedMinimisation minimisation, LimitedMemoryBfgs first) {
        Objective.Iterate iterate = minimisation.startAtZero();
        if (!minimisation.climb("L-BFGS from zero", first, iterate)) {
            minimisation.climb("Newton-CG from there", NewtonConjugateGradient.standard(), iterate);
        }
    }
}
