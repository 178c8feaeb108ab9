/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor;

/** The one door through which seeds enter the tests of this module. */
public final class Seeds {
    /** Seed of every jqwik property. */
    public static final String PROPERTY = "20260117";

    /** Seed of everything else that draws. */
    public static final long EXAMPLE = 20_260_117L;

    /** Chooses another seed for the tests that inject faults; they print the one they use. */
    private static final String FAULTS = "expunge.faults.seed";

    private Seeds() {}

    /** Seed of the tests that inject faults: the usual one unless a system property names another. */
    public static long faults() {
        return Long.getLong(FAULTS, EXAMPLE);
    }
}
