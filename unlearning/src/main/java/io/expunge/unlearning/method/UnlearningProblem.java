/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;

/**
 * All that an unlearning depends on: a method is a pure function of this.
 *
 * @param base the model that learnt from the forget set
 * @param trainingSet what it was trained on, with the same classes
 * @param forgetSet what to forget
 * @param settings how
 */
public record UnlearningProblem(
        TrainedModel base, TrainingSet trainingSet, ForgetSet forgetSet, UnlearningSettings settings) {

    public UnlearningProblem {
        if (!base.labelSpace().equals(trainingSet.labelSpace())) {
            throw new IllegalArgumentException(
                    "the base has classes " + base.labelSpace().classes() + " but its training set "
                            + trainingSet.labelSpace().classes());
        }
    }
}
