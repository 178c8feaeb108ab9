/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

/**
 * When versions that hold forgotten data are erased.
 *
 * @param mode what to wait for
 * @param graceMillis how long after the covering verdict, where that is waited for
 * @param maximumWaitMillis how long after a version forgot the data, if no verdict on it ever passes
 * @param attackWindowMillis how long after it was published a version's thorough checks may still need those before it;
 *     0 where there are none
 * @param orphanMillis how long after it was put an artifact that nothing refers to is left alone
 */
public record PurgePolicy(
        Mode mode, long graceMillis, long maximumWaitMillis, long attackWindowMillis, long orphanMillis) {

    /** What a purge waits for. */
    public enum Mode {
        /** The covering verdict. */
        IMMEDIATE,
        /** The covering verdict, and a time after it. */
        GRACE,
        /** For ever: nothing is erased. */
        KEEP
    }

    /** The same where no thorough checks follow a version. */
    public PurgePolicy withoutAttacks() {
        return new PurgePolicy(mode, graceMillis, maximumWaitMillis, 0, orphanMillis);
    }

    /** When what a version forgot may go that passed the gate and was not checked thoroughly in time. */
    long afterAttacks(StoredVersion one) {
        return Math.max(one.verifiedAt() + waitMillis(), one.since() + attackWindowMillis);
    }

    /** How long after the covering verdict, in effect. */
    long waitMillis() {
        return mode == Mode.GRACE ? graceMillis : 0;
    }
}
