/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

/**
 * How to train from scratch.
 *
 * @param inverseRegularisation C = 1/λ of the summed loss, above 0
 * @param relativeBound the largest certified distance to the exact minimiser accepted, relative to the weights' norm
 * @param absoluteBound the largest certified distance accepted, above 0; infinite where only the relative one matters
 * @param maximumPasses passes over the data after which training gives up
 * @param parallelism threads to use; changes the time, never a bit of the result
 */
public record TrainingSettings(
        double inverseRegularisation, double relativeBound, double absoluteBound, int maximumPasses, int parallelism) {

    public TrainingSettings {
        SettingsRules.check(inverseRegularisation, relativeBound, absoluteBound, maximumPasses, parallelism);
    }

    /** Settings without an absolute bound. */
    public TrainingSettings(double inverseRegularisation, double relativeBound, int maximumPasses, int parallelism) {
        this(inverseRegularisation, relativeBound, Double.POSITIVE_INFINITY, maximumPasses, parallelism);
    }

    /** C = 10, a relative bound of 1e-4, at most 400 passes, one thread. */
    public static TrainingSettings standard() {
        return new TrainingSettings(10, 1e-4, 400, 1);
    }

    /** The same on another number of threads. */
    public TrainingSettings withParallelism(int threads) {
        return new TrainingSettings(inverseRegularisation, relativeBound, absoluteBound, maximumPasses, threads);
    }
}
