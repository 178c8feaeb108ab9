/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.ProgressMonitor;

/** An algorithm that makes parameters without a forget set. Implementations hold no state and are safe to share. */
public interface UnlearningMethod {

    /** The name under which requests, settings and events know the method. */
    String name();

    /**
     * Whether the method is there to be compared with and nothing else: its result holds no bound, so requests may not name it
     * and no gate would let it pass.
     */
    default boolean comparisonOnly() {
        return false;
    }

    /**
     * Unlearns. The result is a pure function of the problem, bit for bit, seconds apart.
     *
     * @throws io.expunge.unlearning.model.UnknownClassException when the forget set names a class the base does not have
     * @throws TooFewClassesException when fewer than two classes would be left
     * @throws io.expunge.unlearning.features.EmptyVocabularyException when no term would be left
     * @throws NotConvergedException when no rung of the method's ladder certifies the bound asked for
     * @throws io.expunge.unlearning.CancelledException when the monitor says so
     */
    Unlearned unlearn(UnlearningProblem problem, ProgressMonitor monitor);
}
