/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

/** The one door through which randomness enters this module's tests. */
final class Seeds {
    /** Seed of every jqwik property, as jqwik wants it. */
    static final String PROPERTY = "20261120";

    /** Cases of a property that costs little. */
    static final int TRIES = 200;

    private Seeds() {}
}
