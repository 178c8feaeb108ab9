/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.model.TinyCorpus;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import org.junit.jupiter.api.Test;

/** The default method's promises, kept with another solver. */
class DualSolverTest extends UnlearningMethodContract {

    @Override
    UnlearningMethod method() {
        return UnlearningMethods.standard();
    }

    @Override
    UnlearningSettings settings() {
        return UnlearningSettings.standard().withSolver(Solver.DUAL);
    }

    @Test
    void theLadderTellsOfSweepsAndOfWhatFinished() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 90, 5, 8);
        TrainedModel base = SoftmaxTrainer.train(
                        set, TinyCorpus.ANALYSIS, TrainingSettings.standard(), ProgressMonitor.NONE)
                .model();
        Unlearned unlearned = method().unlearn(
                        new UnlearningProblem(base, set, ForgetSet.ofClasses("classb"), settings()),
                        ProgressMonitor.NONE);
        assertThat(unlearned.evidence().solver()).startsWith("dual-coordinate-ascent");
        assertThat(unlearned.evidence().ladder().get(0)).containsPattern("Dual coordinate ascent.* after \\d+ sweeps");
        assertThat(unlearned.evidence().passes()).isLessThan(30);
    }

    @Test
    void aModelThatIsGoodEnoughAlreadyCostsOnePass() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 90, 5, 8);
        TrainingResult base =
                SoftmaxTrainer.train(set, TinyCorpus.ANALYSIS, TrainingSettings.standard(), ProgressMonitor.NONE);
        UnlearningProblem nothing = new UnlearningProblem(
                base.model(), set, ForgetSet.ofClasses(), settings().withRelativeBound(1e-3));
        Unlearned unlearned = method().unlearn(nothing, ProgressMonitor.NONE);
        assertThat(unlearned.model()).isEqualTo(base.model());
        assertThat(unlearned.certificate()).isEqualTo(base.certificate());
        assertThat(unlearned.evidence().passes()).isLessThanOrEqualTo(1.5);
    }
}
