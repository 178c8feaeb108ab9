/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.solve.SolverEvidence;
import io.expunge.unlearning.verify.Certificate;
import java.util.Optional;

/** Every rung of the ladder was tried and none reached the bound asked for: nothing is released. */
public final class NotConvergedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final transient SolverEvidence evidence;
    private final transient Optional<Certificate> certificate;

    NotConvergedException(String bound, SolverEvidence evidence, Optional<Certificate> certificate) {
        super("no solver certified a relative distance of " + bound + ": " + String.join(" ", evidence.ladder())
                + " Allow more passes, or ask for a larger bound: under about 1e-5 the rounding of weights to float32"
                + " alone can stand in the way");
        this.evidence = evidence;
        this.certificate = certificate;
    }

    /** What was tried, and what came of it. */
    public SolverEvidence evidence() {
        return evidence;
    }

    /** The last certificate evaluated, if it came to one. */
    public Optional<Certificate> certificate() {
        return certificate;
    }
}
