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
 * @param orphanMillis how long after it was put an artifact that nothing refers to is left alone
 */
public record PurgePolicy(Mode mode, long graceMillis, long maximumWaitMillis, long orphanMillis) {

    /** What a purge waits for. */
    public enum Mode {
        /** The covering verdict. */
        IMMEDIATE,
        /** The covering verdict, and a time after it. */
        GRACE,
        /** For ever: nothing is erased. */
        KEEP
    }

    /** How long after the covering verdict, in effect. */
    long waitMillis() {
        return mode == Mode.GRACE ? graceMillis : 0;
    }
}
