/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/** The one door through which seeds enter this module's tests. */
public final class Seeds {

    /** Seed of every property. */
    public static final String PROPERTY = "20260101";

    private Seeds() {}
}
