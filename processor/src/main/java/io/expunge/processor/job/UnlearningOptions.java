/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.method.Solver;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.verify.RetainedAccuracyGuard;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What decides the result of a job, beside its inputs.
 *
 * @param method method of requests that name none
 * @param relativeBound certified relative distance a version must reach
 * @param maximumPasses passes over the data that one rung of the ladder may take
 * @param solver which solver of the retained problem; each ends in the same certificate
 * @param erased what becomes of registered artifacts that hold what was to be forgotten
 * @param guard what a version may cost the classes that stay; empty for whatever it costs
 */
public record UnlearningOptions(
        String method,
        double relativeBound,
        int maximumPasses,
        VectoriserPolicy vectoriser,
        Solver solver,
        ErasedPolicy erased,
        Optional<RetainedAccuracyGuard> guard) {

    /** In properties and in an artifact's provenance: the guard's floor where it is not the default. */
    static final String GUARD_FLOOR = "guard-floor";

    private static final String OFF = "off";

    /** Options that refuse such artifacts, with the standard guard. */
    public UnlearningOptions(
            String method, double relativeBound, int maximumPasses, VectoriserPolicy vectoriser, Solver solver) {
        this(
                method,
                relativeBound,
                maximumPasses,
                vectoriser,
                solver,
                ErasedPolicy.REFUSE,
                Optional.of(RetainedAccuracyGuard.standard()));
    }

    /** In canonical text, for the name of a batch. */
    public SortedMap<String, String> toProperties() {
        SortedMap<String, String> properties = new TreeMap<>();
        properties.put("relative-bound", Double.toString(relativeBound));
        properties.put("maximum-passes", Integer.toString(maximumPasses));
        properties.put("vectoriser", vectoriser.name());
        properties.put("solver", solver.name());
        if (erased != ErasedPolicy.REFUSE) { // so that the default names batches as it always did
            properties.put("erased", erased.name());
        }
        guardFloor().ifPresent(floor -> properties.put(GUARD_FLOOR, floor));
        return properties;
    }

    /** The guard's floor in words of the configuration; empty for the default. */
    Optional<String> guardFloor() {
        return guard.equals(Optional.of(RetainedAccuracyGuard.standard()))
                ? Optional.empty()
                : Optional.of(guard.map(one -> Double.toString(one.floor())).orElse(OFF));
    }

    /** The guard of a floor that {@link #guardFloor} gave. */
    static Optional<RetainedAccuracyGuard> guard(Optional<String> floor) {
        return floor.isEmpty()
                ? Optional.of(RetainedAccuracyGuard.standard())
                : floor.filter(text -> !text.equals(OFF))
                        .map(Double::valueOf)
                        .map(RetainedAccuracyGuard.standard()::withFloor);
    }
}
