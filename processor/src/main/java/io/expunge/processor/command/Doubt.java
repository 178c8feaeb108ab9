/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.events.CheckOutcome;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.unlearning.verify.RetainedAccuracyGuard;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What speaks against a head: a verdict on it, or on a version it builds on, failed, and none has cleared that since. Immutable.
 *
 * @param version the newest version whose verdict failed
 * @param thorough whether thorough checks found it, which only thorough checks clear
 * @param checks names of all checks that failed, separated as a sentence would
 */
public record Doubt(long version, boolean thorough, String checks) {
    private static final String SEPARATOR = ", ";

    /** What a verdict that failed found. */
    public static Doubt of(UnlearningVerified verdict) {
        boolean thorough = verdict.getStage() != VerificationStage.PUBLICATION;
        Set<String> failed = names(verdict, CheckOutcome.FAILED);
        failed.remove(RetainedAccuracyGuard.NAME); // a loss of accuracy is told; a retrain loses as much
        return new Doubt(verdict.getVersion(), thorough, String.join(SEPARATOR, failed));
    }

    /** The same once another verdict failed. What the gate found it looks at again in every version: that need not be kept. */
    public Doubt and(Doubt other) {
        if (thorough != other.thorough) {
            return new Doubt(Math.max(version, other.version), true, thorough ? checks : other.checks);
        }
        TreeSet<String> all = new TreeSet<>(names());
        all.addAll(other.names());
        return new Doubt(Math.max(version, other.version), thorough, String.join(SEPARATOR, all));
    }

    /**
     * Whether a verdict that passed clears it.
     *
     * @param first the first version the verdict covers
     * @param gateDecides whether there is no closer look than the gate's
     */
    public boolean isClearedBy(UnlearningVerified verdict, long first, boolean gateDecides) {
        boolean close = !thorough || gateDecides || verdict.getStage() != VerificationStage.PUBLICATION;
        return close
                && first <= version
                && version <= verdict.getVersion()
                && notMadeAgain(verdict).isEmpty();
    }

    /** Whether a verdict passed on the version that failed, or on one that builds on it, without all the checks that failed. */
    public boolean outlives(UnlearningVerified passed) {
        return version <= passed.getVersion() && !notMadeAgain(passed).isEmpty();
    }

    /** The checks that failed and did not pass in a verdict: others say nothing of what they found. */
    public List<String> notMadeAgain(UnlearningVerified verdict) {
        if (!thorough && verdict.getVersion() > version) {
            return List.of(); // the gate of that version made them
        }
        Set<String> passed = names(verdict, CheckOutcome.PASSED);
        return names().stream().filter(name -> !passed.contains(name)).toList();
    }

    private static Set<String> names(UnlearningVerified verdict, CheckOutcome outcome) {
        return verdict.getChecks().stream()
                .filter(check -> check.getOutcome() == outcome)
                .map(VerificationCheck::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> names() {
        return Arrays.stream(checks.split(SEPARATOR))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
