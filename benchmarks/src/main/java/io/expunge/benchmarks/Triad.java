/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.solve.Workers;
import java.util.Arrays;

/** What memory can deliver, in the manner of STREAM's triad: a ← b + 3c over arrays that fit no cache. */
final class Triad {

    /** Doubles an array; three of them are 192 MB. */
    static final int LENGTH = 8 << 20;

    /** Bytes one run moves, the read of a line before it is written included. */
    static final double BYTES = 4.0 * 8 * LENGTH;

    private static final int BLOCK = 1 << 16;

    private final double[] a = new double[LENGTH];
    private final double[] b = new double[LENGTH];
    private final double[] c = new double[LENGTH];

    Triad() {
        Arrays.fill(b, 1);
        Arrays.fill(c, 2);
    }

    /** One run on the threads of the workers. */
    double[] run(Workers workers) {
        workers.forEachBlock(LENGTH, BLOCK, (block, from, to) -> {
            for (int i = from; i < to; i++) {
                a[i] = b[i] + 3.0 * c[i];
            }
        });
        return a;
    }
}
