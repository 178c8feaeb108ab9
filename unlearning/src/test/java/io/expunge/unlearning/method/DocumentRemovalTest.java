/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.io.IOException;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Documents unlearned from real text, one, many, and batch after batch: passes and distances, never seconds. */
class DocumentRemovalTest {

    private static final UnlearningSettings SETTINGS =
            UnlearningSettings.standard().withParallelism(2).withRelativeBound(1e-3);

    private static BitSet draw(SplittableRandom random, int documents, int howMany) {
        BitSet rows = new BitSet();
        while (rows.cardinality() < howMany) {
            rows.set(random.nextInt(documents));
        }
        return rows;
    }

    private static Unlearned unlearn(TrainedModel base, TrainingSet set, ForgetSet forget) {
        return UnlearningMethods.standard()
                .unlearn(new UnlearningProblem(base, set, forget, SETTINGS), ProgressMonitor.NONE);
    }

    private static double distance(TrainedModel a, TrainedModel b) {
        double squared = 0;
        double[] left = a.weights().data;
        double[] right = b.weights().data;
        assertThat(left).hasSameSizeAs(right);
        for (int i = 0; i < left.length; i++) {
            squared += (left[i] - right[i]) * (left[i] - right[i]);
        }
        return Math.sqrt(squared);
    }

    private static void batchesInARowEndWhereRetrainingEnds(String name, int batches, int documents)
            throws IOException {
        TrainingSet set = RealText.trainingSet(name);
        TrainedModel model = RealText.train(set).model();
        SplittableRandom random = new SplittableRandom(Seeds.EXAMPLE);
        Unlearned last = null;
        for (int batch = 0; batch < batches; batch++) {
            last = unlearn(model, set, ForgetSet.ofDocuments(draw(random, set.documents(), documents)));
            assertThat(last.certificate().relativeDistanceBound()).isLessThanOrEqualTo(1e-3);
            model = last.model();
            set = last.retained();
        }
        TrainingResult retrained = RealText.train(set);
        assertThat(model.vectoriser()).isEqualTo(retrained.model().vectoriser());
        assertThat(distance(model, retrained.model()))
                .isLessThanOrEqualTo(last.certificate().distanceBound()
                        + retrained.certificate().distanceBound());
    }

    @Test
    void twentyBatchesInARowEndWhereRetrainingEnds() throws IOException {
        batchesInARowEndWhereRetrainingEnds("bbc-news", 20, 3);
    }

    @Test
    void oneDocumentTakesAtMostEightPasses() throws IOException {
        TrainingSet set = RealText.trainingSet("bbc-news");
        TrainedModel base = RealText.train(set).model();
        for (int row : new int[] {0, 500, 1000, 1500}) {
            BitSet one = new BitSet();
            one.set(row);
            assertThat(unlearn(base, set, ForgetSet.ofDocuments(one)).evidence().passes())
                    .isLessThanOrEqualTo(8);
        }
    }

    @Test
    @Tag("long")
    void twoHundredBatchesInARowEndWhereRetrainingEnds() throws IOException {
        batchesInARowEndWhereRetrainingEnds("20newsgroups", 200, 3);
    }

    @Test
    @Tag("long")
    void oneDocumentOfElevenThousandAndAThousandAtOnce() throws IOException {
        TrainingSet set = RealText.trainingSet("20newsgroups");
        TrainedModel base = RealText.train(set).model();
        double classPasses =
                unlearn(base, set, ForgetSet.ofClasses("sci.crypt")).evidence().passes();
        SplittableRandom random = new SplittableRandom(Seeds.EXAMPLE);
        for (int trial = 0; trial < 3; trial++) {
            Unlearned one = unlearn(base, set, ForgetSet.ofDocuments(draw(random, set.documents(), 1)));
            assertThat(one.evidence().passes()).isLessThanOrEqualTo(8);
            Unlearned many = unlearn(base, set, ForgetSet.ofDocuments(draw(random, set.documents(), 1000)));
            // A class goes by Newton-CG, which takes about twice the passes of the dual: the ratio alone would say
            // little.
            assertThat(many.evidence().passes())
                    .isLessThanOrEqualTo(1.3 * classPasses)
                    .isLessThanOrEqualTo(11);
        }
    }
}
