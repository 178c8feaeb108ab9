/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

/**
 * A Hessian at a fixed point in single precision: good for directions, which a line search and a gradient in double judge
 * afterwards, never for evidence. Vectors have a layout of the operator's own, which may be longer than the objective's.
 *
 * <p>Not thread-safe: it belongs to the point it was made from.
 */
public interface SinglePrecisionHessian {

    /** The length of vectors in the operator's layout. */
    int dimension();

    /** Writes scale·vector in the operator's layout, with what it has more as 0. */
    void toSingle(double scale, double[] vector, float[] into);

    /** Writes scale·vector in the objective's layout. */
    void toDouble(double scale, float[] vector, double[] into);

    /** product ← H·vector; one pass. The two must be different arrays. Returns ⟨vector, H·vector⟩. */
    double apply(float[] vector, float[] product);

    /** The arithmetic for vectors in this layout. */
    SinglePrecisionVectors vectors();
}
