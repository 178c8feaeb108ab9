/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.verify.Check;
import java.util.List;

/**
 * What an audit found.
 *
 * @param checks one a claim, in a fixed order; what could not be tried is there too, and says why
 * @param curves what the attacks saw, for plots
 */
public record AuditResult(List<Check> checks, List<AttackCurve> curves) {

    public AuditResult {
        checks = List.copyOf(checks);
        curves = List.copyOf(curves);
    }
}
