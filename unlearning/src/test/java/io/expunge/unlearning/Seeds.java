/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning;

/** The one door through which randomness enters this module's tests. */
public final class Seeds {

    /** Seed of every jqwik property. */
    public static final String PROPERTY = "20260117";

    /** Seed of everything else that draws. */
    public static final long EXAMPLE = 20260117L;

    private Seeds() {}
}
