/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

/** The one door through which seeds enter the tests of this module. */
final class Seeds {
    /** Seed of every generated corpus. */
    static final long CORPUS = 20_260_117L;

    private Seeds() {}
}
