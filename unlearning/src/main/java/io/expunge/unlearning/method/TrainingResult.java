/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.solve.SolverEvidence;
import io.expunge.unlearning.verify.Certificate;

/**
 * A trained model and what is known about it.
 *
 * @param model as released
 * @param certificate evaluated afresh at exactly the released weights
 * @param evidence what training took
 */
public record TrainingResult(TrainedModel model, Certificate certificate, SolverEvidence evidence) {}
