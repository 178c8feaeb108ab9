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
import io.expunge.unlearning.verify.CertificateEvaluation;
import java.util.Arrays;
import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class PublishedInfluenceTest {

    private static final UnlearningMethod METHOD =
            UnlearningMethods.comparisons().get(0);

    private static TrainingResult train(TrainingSet set) {
        TrainingSettings tight = new TrainingSettings(10, 1e-6, 2000, 1);
        return SoftmaxTrainer.train(set, TinyCorpus.ANALYSIS, tight, ProgressMonitor.NONE);
    }

    private static double distance(TrainedModel a, TrainedModel b) {
        double squared = 0;
        for (int i = 0; i < a.weights().data.length; i++) {
            squared += Math.pow(a.weights().data[i] - b.weights().data[i], 2);
        }
        return Math.sqrt(squared);
    }

    @Property(seed = Seeds.PROPERTY, tries = 6)
    void stepsTowardsTheRetrainedModelWhenADocumentGoes(@ForAll long seed) {
        TrainingSet set = TinyCorpus.generate(seed, 90, 4, 8);
        TrainedModel base = train(set).model();
        BitSet one = new BitSet();
        one.set(17);
        UnlearningSettings frozen = UnlearningSettings.standard().withVectoriser(VectoriserPolicy.FROZEN);
        UnlearningProblem problem = new UnlearningProblem(base, set, ForgetSet.ofDocuments(one), frozen);
        TrainedModel exact = UnlearningMethods.standard()
                .unlearn(
                        new UnlearningProblem(base, set, problem.forgetSet(), frozen.withRelativeBound(1e-6)),
                        ProgressMonitor.NONE)
                .model();
        Unlearned step = METHOD.unlearn(problem, ProgressMonitor.NONE);
        // With the wrong sign it would end about twice as far away as it started.
        assertThat(distance(step.model(), exact)).isLessThan(distance(base, exact));
        assertThat(step.certificate()).isEqualTo(CertificateEvaluation.evaluate(step.model(), step.retained(), 10));
    }

    @Test
    void removesTheColumnKeepsTheVectoriserAndAdmitsItsDistance() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 90, 4, 8);
        TrainedModel base = train(set).model();
        UnlearningProblem problem =
                new UnlearningProblem(base, set, ForgetSet.ofClasses("classb"), UnlearningSettings.standard());
        Unlearned step = METHOD.unlearn(problem, ProgressMonitor.NONE);
        assertThat(step.model().labelSpace().classes()).containsExactly("classa", "classc", "classd");
        assertThat(step.model().vectoriser()).isEqualTo(base.vectoriser());
        assertThat(step.certificate().relativeDistanceBound()).isGreaterThan(0.01);
        assertThat(step.certificate().check(1e-4).passed()).isFalse();
        assertThat(step.evidence().solver()).isEqualTo("influence-published");
        assertThat(step.evidence().ladder())
                .singleElement()
                .asString()
                .contains("relative bound on the retained problem");
    }

    @Test
    void aZeroedColumnWinsWhereAllOthersAreNegative() {
        TrainingSet set = TinyCorpus.generate(Seeds.EXAMPLE, 90, 4, 8);
        TrainedModel model = train(set).model();
        double[] negative = new double[model.weights().getNumElements()];
        Arrays.fill(negative, -1);
        TrainedModel gloomy = TrainedModel.rounded(model.vectoriser(), model.labelSpace(), negative);
        assertThat(ZeroedColumn.shareWon(gloomy, model.vectoriser().transform(set.counts())))
                .isEqualTo(1);
        DMatrixRMaj scores = model.scores(model.vectoriser().transform(set.counts()));
        int won = 0;
        for (int document = 0; document < scores.numRows; document++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < scores.numCols; k++) {
                highest = Math.max(highest, scores.get(document, k));
            }
            won += highest < 0 ? 1 : 0;
        }
        assertThat(ZeroedColumn.shareWon(model, model.vectoriser().transform(set.counts())))
                .isEqualTo(won / 90.0);
    }
}
