/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

/** Which solver takes the retained problem from the old model to the bound. All end in the same certificate. */
public enum Solver {
    /**
     * {@link #NEWTON_CG} where a class goes, {@link #DUAL} where only documents go. For classes Newton-CG on two threads was
     * the quickest on all five sets measured, although it takes about twice the passes (benchmarks/README.md has the seconds).
     * From a model that is nearly right, as after the removal of a document, the dual needs half the passes.
     */
    AUTO,
    /** Newton steps solved by conjugate gradients: the influence steps of the published method, on the right problem. */
    NEWTON_CG,
    /**
     * Dual coordinate ascent from the duals that the old weights stand for, finished by L-BFGS where it slows. Half the passes
     * or fewer, but a sweep runs on one thread.
     */
    DUAL,
    /**
     * L-BFGS from the old weights: fewer passes than Newton-CG, but its twenty vectors cost as much again on wide problems, so
     * it was nowhere the quickest.
     */
    LBFGS;

    /** The solver that AUTO means; the others mean themselves. */
    Solver resolve(boolean classesGo) {
        if (this != AUTO) {
            return this;
        }
        return classesGo ? NEWTON_CG : DUAL;
    }
}
