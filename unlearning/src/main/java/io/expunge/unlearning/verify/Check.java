/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import io.expunge.unlearning.statistics.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One thing that was checked about a model.
 *
 * @param name stable, for programs
 * @param kind whether the outcome is proved or observed
 * @param outcome how it came out
 * @param value what was measured, where there is a number
 * @param threshold what it was compared with
 * @param interval where the quantity lies, where it was estimated from a sample
 * @param detail a sentence for people
 */
public record Check(
        String name,
        CheckKind kind,
        CheckOutcome outcome,
        OptionalDouble value,
        OptionalDouble threshold,
        Optional<Interval> interval,
        String detail) {

    /** A check without an interval: what is exact has none. */
    public Check(
            String name,
            CheckKind kind,
            CheckOutcome outcome,
            OptionalDouble value,
            OptionalDouble threshold,
            String detail) {
        this(name, kind, outcome, value, threshold, Optional.empty(), detail);
    }

    /** An empirical check that could not be made, and why. */
    public static Check notRun(String name, String why) {
        return new Check(
                name, CheckKind.EMPIRICAL, CheckOutcome.NOT_RUN, OptionalDouble.empty(), OptionalDouble.empty(), why);
    }

    /** The same in other words. */
    public Check withDetail(String other) {
        return new Check(name, kind, outcome, value, threshold, interval, other);
    }

    /** Whether the check was made and held. */
    public boolean passed() {
        return outcome == CheckOutcome.PASSED;
    }
}
