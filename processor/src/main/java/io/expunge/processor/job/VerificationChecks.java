/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.VerificationCheck;
import io.expunge.unlearning.statistics.Interval;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.RetainedAccuracyGuard;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Checks as events carry them. Stateless. */
public final class VerificationChecks {
    private VerificationChecks() {}

    /**
     * Whether a check says that a version may hold what it is to have forgotten. A loss of accuracy says nothing of the kind:
     * whether it is wanted is asked before the version is published, and training it again would lose as much.
     */
    public static boolean speaksAgainst(VerificationCheck check) {
        return check.getOutcome() == CheckOutcome.FAILED && !check.getName().equals(RetainedAccuracyGuard.NAME);
    }

    static List<VerificationCheck> of(List<Check> checks) {
        return checks.stream().map(VerificationChecks::of).toList();
    }

    static VerificationCheck of(Check check) {
        return VerificationCheck.newBuilder()
                .setName(check.name())
                .setKind(CheckKind.valueOf(check.kind().name()))
                .setOutcome(CheckOutcome.valueOf(check.outcome().name()))
                .setValue(boxed(check.value()))
                .setThreshold(boxed(check.threshold()))
                .setIntervalLow(boxed(bound(check, Interval::lower)))
                .setIntervalHigh(boxed(bound(check, Interval::upper)))
                .setDetail(check.detail())
                .build();
    }

    /** What there is to say of checks that no heap of this size can run. */
    static List<VerificationCheck> outOfMemory(long bytes, long capacity) {
        return notMade("The checks need about " + (bytes >> 20) + " MiB and jobs may use " + (capacity >> 20)
                + " MiB. Give the service a bigger heap; the next start checks again.");
    }

    /**
     * What there is to say where the version before is there and cannot be read: it can be restored, and without it a version
     * would pass that nothing was compared with.
     */
    static List<VerificationCheck> baseUnreadable(Exception why) {
        return notMade("The version that this one is compared with cannot be read: " + why.getMessage()
                + ". Restore it from a backup; the next start checks again.");
    }

    private static List<VerificationCheck> notMade(String why) {
        return List.of(VerificationCheck.newBuilder()
                .setName("deep-verification")
                .setKind(CheckKind.EMPIRICAL)
                .setOutcome(CheckOutcome.NOT_RUN)
                .setDetail(why)
                .build());
    }

    private static OptionalDouble bound(Check check, ToDoubleFunction<Interval> which) {
        return check.interval().stream().mapToDouble(which).findFirst();
    }

    @SuppressWarnings("NullAway") // Avro's unions take null for absent
    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
