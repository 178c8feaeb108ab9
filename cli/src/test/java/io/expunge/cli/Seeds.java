/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

/** The one door through which seeds enter this module's tests. */
final class Seeds {
    /** Seed of every property, as jqwik wants it. */
    static final String PROPERTY = "20261120";

    /** Seed of every generated corpus. */
    static final long CORPUS = 7;

    private Seeds() {}
}
