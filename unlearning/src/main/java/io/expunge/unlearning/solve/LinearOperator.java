/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/** A linear map of a vector space into itself, given only by what it does to a vector. */
@FunctionalInterface
public interface LinearOperator {

    /** Writes A·vector into {@code product}, two different buffers of one length that belong to the caller. */
    void apply(double[] vector, double[] product);
}
