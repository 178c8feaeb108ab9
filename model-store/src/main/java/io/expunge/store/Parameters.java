/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Arrays;

/**
 * The weights of a classifier, feature-major: the weight of term {@code t} for class {@code c} is
 * {@code values[t * classes + c]}. The record takes the array over; whoever made it must not write to it again.
 *
 * @param terms   number of terms, from 0
 * @param classes number of classes, from 1
 * @param values  {@code terms * classes} finite numbers
 */
public record Parameters(int terms, int classes, float[] values) {

    /** @throws IllegalArgumentException if the shape does not fit the values or a value is not finite */
    public Parameters {
        if (terms < 0 || classes < 1 || (long) terms * classes != values.length) {
            throw new IllegalArgumentException("Parameters of " + terms + " terms and " + classes
                    + " classes do not fit " + values.length + " values");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("Weight of term " + i / classes + " for class " + i % classes
                        + " is " + values[i] + "; only finite weights can be stored");
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters that
                && terms == that.terms
                && classes == that.classes
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * classes + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Parameters[terms=" + terms + ", classes=" + classes + "]";
    }
}
