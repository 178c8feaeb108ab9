/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.model.TinyCorpus;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.Workers;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HessianReassignmentTest extends UnlearningMethodContract {

    @Override
    UnlearningMethod method() {
        return UnlearningMethods.standard();
    }

    @Override
    UnlearningSettings settings() {
        return UnlearningSettings.standard().withSolver(Solver.NEWTON_CG);
    }

    private static UnlearningProblem problem(long seed, UnlearningSettings settings) {
        TrainingSet set = TinyCorpus.generate(seed, 90, 5, 8);
        TrainingResult base =
                SoftmaxTrainer.train(set, TinyCorpus.ANALYSIS, TrainingSettings.standard(), ProgressMonitor.NONE);
        return new UnlearningProblem(base.model(), set, ForgetSet.ofClasses("classb", "classd"), settings);
    }

    @Property(seed = Seeds.PROPERTY, tries = 10)
    void theStartIsRecentred(@ForAll long seed) {
        UnlearningSettings frozen = new UnlearningSettings(10, 1e-4, 400, 1, VectoriserPolicy.FROZEN);
        UnlearningProblem problem = problem(seed, frozen);
        double[] start;
        try (Workers workers = new Workers(2)) {
            start = RetainedProblem.of(problem, workers).startParameters(workers);
        }
        double[] old = problem.base().weights().data;
        for (int feature = 0; feature < start.length / 3; feature++) {
            double sum = start[feature * 3] + start[feature * 3 + 1] + start[feature * 3 + 2];
            double oldSum = 0;
            for (int k = 0; k < 5; k++) {
                oldSum += old[feature * 5 + k];
            }
            assertThat(sum).isCloseTo(oldSum, within(1e-12));
            // Differences between classes that stay, and so every prediction among them, are those of the base.
            assertThat(start[feature * 3 + 1] - start[feature * 3])
                    .isCloseTo(old[feature * 5 + 2] - old[feature * 5], within(1e-12));
        }
    }

    @Test
    void aLooseBoundTakesOneStepAndSaysSo() {
        Unlearned unlearned =
                method().unlearn(problem(Seeds.EXAMPLE, settings().withRelativeBound(0.5)), ProgressMonitor.NONE);
        assertThat(unlearned.evidence().newtonSteps()).isEqualTo(1);
        assertThat(unlearned.evidence().ladder()).anyMatch(rung -> rung.endsWith("which is enough."));
    }

    @Test
    void aTightBoundClimbsToIteratedStepsAndSaysWhy() {
        Unlearned unlearned = method().unlearn(problem(Seeds.EXAMPLE, settings()), ProgressMonitor.NONE);
        assertThat(unlearned.evidence().newtonSteps()).isGreaterThan(1);
        assertThat(unlearned.evidence().solver()).isEqualTo("newton-cg");
        assertThat(unlearned.evidence().ladder()).anyMatch(rung -> rung.contains("climbed to iterated steps"));
    }

    @Test
    void aBaseThatKnowsNothingIsStillUnlearntWithinTheBound() {
        UnlearningProblem good = problem(Seeds.EXAMPLE, settings());
        double[] zeros = new double[good.base().weights().getNumElements()];
        UnlearningProblem poor = new UnlearningProblem(
                TrainedModel.rounded(good.base().vectoriser(), good.base().labelSpace(), zeros),
                good.trainingSet(),
                good.forgetSet(),
                good.settings());
        assertThat(method().unlearn(poor, ProgressMonitor.NONE).certificate().relativeDistanceBound())
                .isLessThanOrEqualTo(1e-4);
    }
}
