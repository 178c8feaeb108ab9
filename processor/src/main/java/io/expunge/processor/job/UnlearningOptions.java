/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.method.Solver;
import io.expunge.unlearning.method.VectoriserPolicy;
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
 */
public record UnlearningOptions(
        String method,
        double relativeBound,
        int maximumPasses,
        VectoriserPolicy vectoriser,
        Solver solver,
        ErasedPolicy erased) {

    /** Options that refuse such artifacts. */
    public UnlearningOptions(
            String method, double relativeBound, int maximumPasses, VectoriserPolicy vectoriser, Solver solver) {
        this(method, relativeBound, maximumPasses, vectoriser, solver, ErasedPolicy.REFUSE);
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
        return properties;
    }
}
