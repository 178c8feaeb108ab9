/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import java.util.OptionalDouble;

/**
 * One thing that was checked about a model.
 *
 * @param name stable, for programs
 * @param kind whether the outcome is proved or observed
 * @param outcome how it came out
 * @param value what was measured, where there is a number
 * @param threshold what it was compared with
 * @param detail a sentence for people
 */
public record Check(
        String name,
        CheckKind kind,
        CheckOutcome outcome,
        OptionalDouble value,
        OptionalDouble threshold,
        String detail) {

    /** Whether the check was made and held. */
    public boolean passed() {
        return outcome == CheckOutcome.PASSED;
    }
}
