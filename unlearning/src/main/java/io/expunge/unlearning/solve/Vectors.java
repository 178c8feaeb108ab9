/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/**
 * Arithmetic on vectors of doubles whose sums always run in the same order: fixed blocks, four lanes in a block, blocks
 * summed from first to last. The number of threads changes the time, never a bit.
 *
 * <p>Not thread-safe; all buffers belong to the caller.
 */
public final class Vectors {

    private static final int BLOCK = 1 << 14;
    private static final int SMALL = 4 * BLOCK;

    private final Workers workers;

    public Vectors(Workers workers) {
        this.workers = workers;
    }

    /** The inner product of two vectors of one length. */
    public double dot(double[] a, double[] b) {
        requireSameLength(a, b);
        double[] partial = new double[Workers.blocks(a.length, BLOCK)];
        forEachBlock(a.length, (block, from, to) -> partial[block] = dot(a, b, from, to));
        double sum = 0;
        for (double part : partial) {
            sum += part;
        }
        return sum;
    }

    /** The Euclidean norm. */
    public double norm(double[] a) {
        return StrictMath.sqrt(dot(a, a));
    }

    /** y ← y + αx. */
    public void addScaled(double alpha, double[] x, double[] y) {
        requireSameLength(x, y);
        forEachBlock(x.length, (block, from, to) -> {
            for (int i = from; i < to; i++) {
                y[i] += alpha * x[i];
            }
        });
    }

    /** y ← x + βy. */
    public void scaleAndAdd(double[] x, double beta, double[] y) {
        requireSameLength(x, y);
        forEachBlock(x.length, (block, from, to) -> {
            for (int i = from; i < to; i++) {
                y[i] = x[i] + beta * y[i];
            }
        });
    }

    /** y ← αx. */
    public void scaled(double alpha, double[] x, double[] y) {
        requireSameLength(x, y);
        forEachBlock(x.length, (block, from, to) -> {
            for (int i = from; i < to; i++) {
                y[i] = alpha * x[i];
            }
        });
    }

    /** The sum of all entries. */
    public double sum(double[] a) {
        double sum = 0;
        for (int from = 0; from < a.length; from += BLOCK) {
            sum += sum(a, from, Math.min(from + BLOCK, a.length));
        }
        return sum;
    }

    /** Short vectors are done before a second thread would have woken up; the blocks, hence the bits, are the same. */
    private void forEachBlock(int length, Workers.BlockTask task) {
        if (length > SMALL) {
            workers.forEachBlock(length, BLOCK, task);
            return;
        }
        for (int from = 0; from < length; from += BLOCK) {
            task.run(from / BLOCK, from, Math.min(from + BLOCK, length));
        }
    }

    private static double sum(double[] a, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[i];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < to; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static void requireSameLength(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("vectors of different length: " + a.length + " and " + b.length);
        }
    }
}
