/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.verify.Check;
import java.util.ArrayList;
import java.util.List;

/** Collects checks and curves in the order they are found. Not thread-safe. */
final class Findings {
    private final List<Check> checks = new ArrayList<>();
    private final List<AttackCurve> curves = new ArrayList<>();

    void add(Check check) {
        checks.add(check);
    }

    void add(PairedAttack attack, Check judged) {
        checks.add(judged);
        curves.addAll(attack.curves());
    }

    void noEvaluation(String name) {
        checks.add(Check.notRun(
                name,
                "There are no documents held out that the attack needs: register the model with an evaluation set that has"
                        + " documents of every class."));
    }

    AuditResult result() {
        return new AuditResult(checks, curves);
    }
}
