/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.StoredModel;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.method.ForgetSet;
import io.expunge.unlearning.method.NotConvergedException;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import io.expunge.unlearning.perturbation.NoiseScale;
import io.expunge.unlearning.verify.Check;
import java.util.BitSet;

/**
 * What can be checked of a released model with noise in the place of its certificate and the attacks: all of it is computed
 * from what was released and from documents that remain. Stateless.
 */
final class NoiseCheck {
    /** What attacks on the forgotten would find is a function of the forgotten, and would be told by the verdict. */
    static final String WITHHELD =
            "Released with noise: what attacks on forgotten documents find would tell of them, so they are not made.";

    private NoiseCheck() {}

    /** Retrains from zero and measures the noise between. */
    static Check scale(
            StoredModel released,
            IndistinguishabilityTarget target,
            UnlearningSettings settings,
            ProgressMonitor monitor) {
        ForgetSet nothing = ForgetSet.ofDocuments(new BitSet());
        try {
            Unlearned retrained = UnlearningMethods.byName("retrain")
                    .orElseThrow()
                    .unlearn(
                            new UnlearningProblem(released.model(), released.trainingSet(), nothing, settings),
                            monitor);
            boolean same =
                    retrained.model().vectoriser().equals(released.model().vectoriser());
            return same
                    ? NoiseScale.check(released.model(), retrained.model(), target)
                    : Check.notRun(NoiseScale.NAME, "The vocabulary is not the one that the documents give.");
        } catch (NotConvergedException stuck) {
            return Check.notRun(NoiseScale.NAME, "No model could be retrained to compare with: " + stuck.getMessage());
        }
    }
}
