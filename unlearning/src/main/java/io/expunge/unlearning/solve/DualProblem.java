/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/**
 * The dual of a problem that is a sum over documents, at a point that belongs to both: duals, and the primal parameters they
 * imply. Work is counted in passes as in {@link Objective}.
 *
 * <p>Not thread-safe: one solver at a time works on it.
 */
public interface DualProblem {

    /**
     * Visits every document once, in an order drawn afresh from the seed, and moves its dual to where the dual objective is
     * highest along it, others fixed, or nearly there; never to where it is lower. One pass.
     *
     * @return how far the duals moved: the Euclidean norm of all changes of this sweep
     */
    double sweep(long seed);

    /** The dual objective here: at most the primal objective anywhere, and equal to it at the optimum. */
    double objective();

    /** A copy of the primal parameters that the duals imply. */
    double[] parameters();

    /** The Euclidean norm of the primal parameters. */
    double parameterNorm();

    /** Passes over the data made so far. */
    double passes();
}
