/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import org.ejml.data.DMatrixSparseCSC;

/** Which solver takes the retained problem from the old model to the bound. All end in the same certificate. */
public enum Solver {
    /**
     * By the data's shape: {@link #DUAL} where documents have 64 terms or more on average, else {@link #NEWTON_CG}. A sweep runs
     * on one thread, and its own arithmetic is some exponentials a document and class; with few terms a document that outweighs
     * the products (77 classes and 6 terms a document: a sweep takes five passes' time). With 27 terms Newton-CG was still
     * quicker, with 24 and more classes as quick; with 120 to 150 the dual takes half the passes or fewer.
     */
    AUTO,
    /** Newton steps solved by conjugate gradients: the influence steps of the published method, on the right problem. */
    NEWTON_CG,
    /** Dual coordinate ascent from the duals that the old weights stand for, finished by L-BFGS where it slows. */
    DUAL,
    /**
     * L-BFGS from the old weights: fewer passes than Newton-CG, but its twenty vectors cost as much again on wide problems, so
     * it was nowhere the quickest.
     */
    LBFGS;

    private static final int DENSE_ENOUGH_FOR_DUAL = 64;

    /** The solver that AUTO means for features × documents; the others mean themselves. */
    Solver resolve(DMatrixSparseCSC features) {
        if (this != AUTO) {
            return this;
        }
        return features.nz_length >= (long) DENSE_ENOUGH_FOR_DUAL * features.numCols ? DUAL : NEWTON_CG;
    }
}
