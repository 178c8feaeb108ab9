/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning;

/** The one door through which seeds enter the tests of this module. */
public final class Seeds {

    /** Seed of every property: a failure is repeated by running the test again. */
    public static final String PROPERTY = "20260117";

    /** Seed of everything else that draws. */
    public static final long EXAMPLE = 20_260_117L;

    private Seeds() {}
}
