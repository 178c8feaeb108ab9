/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to unlearn.
 *
 * @param inverseRegularisation C = 1/λ of the summed loss the base was trained with, above 0
 * @param relativeBound the largest certified distance to the retained problem's minimiser accepted, relative to ‖W‖
 * @param absoluteBound the largest certified distance accepted, above 0; infinite where only the relative one matters
 * @param maximumPasses passes over the retained data that one rung of the ladder may make
 * @param parallelism threads to use; changes the time, never a bit of the result
 * @param vectoriser whether vocabulary and document frequencies forget too
 * @param solver which solver goes from the old model to the bound
 */
public record UnlearningSettings(
        double inverseRegularisation,
        double relativeBound,
        double absoluteBound,
        int maximumPasses,
        int parallelism,
        VectoriserPolicy vectoriser,
        Solver solver) {

    public UnlearningSettings {
        SettingsRules.check(inverseRegularisation, relativeBound, absoluteBound, maximumPasses, parallelism);
    }

    /** Settings without an absolute bound. */
    public UnlearningSettings(
            double inverseRegularisation,
            double relativeBound,
            int maximumPasses,
            int parallelism,
            VectoriserPolicy vectoriser,
            Solver solver) {
        this(
                inverseRegularisation,
                relativeBound,
                Double.POSITIVE_INFINITY,
                maximumPasses,
                parallelism,
                vectoriser,
                solver);
    }

    /** Settings that leave the choice of the solver to measurement. */
    public UnlearningSettings(
            double inverseRegularisation,
            double relativeBound,
            int maximumPasses,
            int parallelism,
            VectoriserPolicy vectoriser) {
        this(inverseRegularisation, relativeBound, maximumPasses, parallelism, vectoriser, Solver.AUTO);
    }

    /** C = 10, a relative bound of 1e-4, at most 400 passes a rung, one thread, vectoriser refitted, solver by measurement. */
    public static UnlearningSettings standard() {
        return new UnlearningSettings(10, 1e-4, 400, 1, VectoriserPolicy.REFIT);
    }

    /** The same on another number of threads. */
    public UnlearningSettings withParallelism(int threads) {
        return new UnlearningSettings(
                inverseRegularisation, relativeBound, absoluteBound, maximumPasses, threads, vectoriser, solver);
    }

    /** The same with another policy for the vectoriser. */
    public UnlearningSettings withVectoriser(VectoriserPolicy policy) {
        return new UnlearningSettings(
                inverseRegularisation, relativeBound, absoluteBound, maximumPasses, parallelism, policy, solver);
    }

    /** The same with another solver. */
    public UnlearningSettings withSolver(Solver other) {
        return new UnlearningSettings(
                inverseRegularisation, relativeBound, absoluteBound, maximumPasses, parallelism, vectoriser, other);
    }

    /** The same asking for another bound: the one knob that trades effort for nearness to retraining. */
    public UnlearningSettings withRelativeBound(double bound) {
        return new UnlearningSettings(
                inverseRegularisation, bound, absoluteBound, maximumPasses, parallelism, vectoriser, solver);
    }

    /** The same asking for a distance besides, which is what noise hides. */
    public UnlearningSettings withAbsoluteBound(double bound) {
        return new UnlearningSettings(
                inverseRegularisation, relativeBound, bound, maximumPasses, parallelism, vectoriser, solver);
    }

    /**
     * The settings in a canonical form, sorted by key, for hashes that name a job. Parallelism isn't among them, since it
     * doesn't change the result.
     */
    public Map<String, String> toProperties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("inverse-regularisation", Double.toString(inverseRegularisation));
        properties.put("relative-bound", Double.toString(relativeBound));
        properties.put("maximum-passes", Integer.toString(maximumPasses));
        if (absoluteBound < Double.POSITIVE_INFINITY) {
            properties.put("absolute-bound", Double.toString(absoluteBound));
        }
        properties.put("solver", solver.name().toLowerCase(Locale.ROOT));
        properties.put("vectoriser", vectoriser.name().toLowerCase(Locale.ROOT));
        return Collections.unmodifiableMap(properties);
    }

    TrainingSettings training() {
        return new TrainingSettings(inverseRegularisation, relativeBound, absoluteBound, maximumPasses, parallelism);
    }
}
