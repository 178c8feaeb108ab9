/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import java.util.List;

/**
 * What a training or an unlearning took, for events and auditors.
 *
 * @param solver name of the solver whose result was released
 * @param newtonSteps Newton steps over all rungs of the ladder
 * @param conjugateGradientIterations inner iterations over all Newton steps
 * @param passes passes over the retained data, halves included, the certificate's own evaluation not
 * @param seconds wall-clock time, informative only: nothing is decided by it
 * @param ladder one sentence per rung tried, in order, with what came of it and why the next was climbed
 */
public record SolverEvidence(
        String solver,
        int newtonSteps,
        int conjugateGradientIterations,
        double passes,
        double seconds,
        List<String> ladder) {

    public SolverEvidence {
        ladder = List.copyOf(ladder);
    }
}
