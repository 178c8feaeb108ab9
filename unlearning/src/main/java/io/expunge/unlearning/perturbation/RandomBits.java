/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

/** A source of independent fair bits. Implementations are not thread-safe: the order of the calls is part of the answer. */
@FunctionalInterface
public interface RandomBits {

    /** The next 64 bits. */
    long next();
}
