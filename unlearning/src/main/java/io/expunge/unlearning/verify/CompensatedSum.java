/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

/** A sum that remembers what each addition rounded away (Neumaier 1974). Not thread-safe. */
final class CompensatedSum {

    private double sum;
    private double lost;

    /** The sum of all entries, from first to last. */
    static double of(double[] terms) {
        CompensatedSum sum = new CompensatedSum();
        for (double term : terms) {
            sum.add(term);
        }
        return sum.value();
    }

    void add(double term) {
        double after = sum + term;
        lost += Math.abs(sum) >= Math.abs(term) ? (sum - after) + term : (term - after) + sum;
        sum = after;
    }

    double value() {
        return sum + lost;
    }
}
