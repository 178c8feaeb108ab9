/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/** {@link SinglePrecisionArithmetic} in plain Java. */
final class ScalarArithmetic implements SinglePrecisionArithmetic {

    @Override
    public double dot(float[] a, float[] b, int from, int to) {
        float[] lanes = new float[LANES];
        int full = from + (to - from) / LANES * LANES;
        for (int i = from; i < full; i++) {
            lanes[(i - from) % LANES] += a[i] * b[i];
        }
        for (int i = full; i < to; i++) {
            lanes[0] += a[i] * b[i];
        }
        return SinglePrecisionArithmetic.total(lanes);
    }

    @Override
    public double advance(
            float step, float[] direction, float[] product, float[] solution, float[] residual, int from, int to) {
        for (int i = from; i < to; i++) {
            solution[i] += step * direction[i];
            residual[i] -= step * product[i];
        }
        return dot(residual, residual, from, to);
    }
}
