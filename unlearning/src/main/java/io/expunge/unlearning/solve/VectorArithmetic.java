/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link SinglePrecisionArithmetic} by the incubating Vector API: load this class only where {@link VectorInstructions#areFast}. */
final class VectorArithmetic implements SinglePrecisionArithmetic {

    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

    @Override
    public double dot(float[] a, float[] b, int from, int to) {
        FloatVector sums = FloatVector.zero(EIGHT);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            sums = sums.add(FloatVector.fromArray(EIGHT, a, i).mul(FloatVector.fromArray(EIGHT, b, i)));
        }
        float[] lanes = new float[LANES];
        sums.intoArray(lanes, 0);
        for (; i < to; i++) {
            lanes[0] += a[i] * b[i];
        }
        return SinglePrecisionArithmetic.total(lanes);
    }

    @Override
    public double advance(
            float step, float[] direction, float[] product, float[] solution, float[] residual, int from, int to) {
        FloatVector sums = FloatVector.zero(EIGHT);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector.fromArray(EIGHT, direction, i)
                    .mul(step)
                    .add(FloatVector.fromArray(EIGHT, solution, i))
                    .intoArray(solution, i);
            FloatVector moved = FloatVector.fromArray(EIGHT, residual, i)
                    .sub(FloatVector.fromArray(EIGHT, product, i).mul(step));
            moved.intoArray(residual, i);
            sums = sums.add(moved.mul(moved));
        }
        float[] lanes = new float[LANES];
        sums.intoArray(lanes, 0);
        for (; i < to; i++) {
            solution[i] += step * direction[i];
            residual[i] -= step * product[i];
            lanes[0] += residual[i] * residual[i];
        }
        return SinglePrecisionArithmetic.total(lanes);
    }
}
