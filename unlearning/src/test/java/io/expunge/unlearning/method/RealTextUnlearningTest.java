/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classes unlearned from real text: passes, bounds and the accuracy scikit-learn reaches without the class. */
class RealTextUnlearningTest {

    @ParameterizedTest
    @CsvSource({
        "bbc-news, sport, DUAL, dual-coordinate-ascent, 12, 0.9766",
        "bbc-news, sport, LBFGS, l-bfgs, 16, 0.9766",
        "bbc-news, sport, NEWTON_CG, newton-cg, 30, 0.9766",
        "banking77, card_arrival, LBFGS, l-bfgs, 48, 0.8391",
        "banking77, card_arrival, AUTO, newton-cg, 66, 0.8391",
        "banking77, card_arrival, DUAL, dual-coordinate-ascent+l-bfgs, 32, 0.8391"
    })
    void aClassIsUnlearnedWithinTheBoundInFewPasses(
            String set, String removed, Solver solver, String solverName, double passes, double accuracy)
            throws IOException {
        TrainingSet trainingSet = RealText.trainingSet(set);
        TrainingResult base = RealText.train(trainingSet);
        assertThat(base.certificate().relativeDistanceBound()).isLessThanOrEqualTo(1e-4);

        Unlearned unlearned = UnlearningMethods.standard()
                .unlearn(
                        new UnlearningProblem(
                                base.model(),
                                trainingSet,
                                ForgetSet.ofClasses(removed),
                                UnlearningSettings.standard().withParallelism(2).withSolver(solver)),
                        ProgressMonitor.NONE);
        assertThat(unlearned.certificate().relativeDistanceBound()).isLessThanOrEqualTo(1e-4);
        assertThat(unlearned.evidence().passes()).isLessThanOrEqualTo(passes);
        assertThat(unlearned.evidence().solver()).startsWith(solverName);
        Corpus test = RealText.read(set, "test.csv.gz");
        assertThat(unlearned.model().predict(test.texts())).doesNotContain(removed);
        assertThat(accuracyWithout(unlearned.model(), test, removed)).isCloseTo(accuracy, within(0.002));
    }

    private static double accuracyWithout(TrainedModel model, Corpus test, String removed) {
        List<Document> retained = test.documents().stream()
                .filter(document -> !document.label().equals(removed))
                .toList();
        List<String> predicted =
                model.predict(retained.stream().map(Document::text).toList());
        long right = IntStream.range(0, retained.size())
                .filter(i -> retained.get(i).label().equals(predicted.get(i)))
                .count();
        return right / (double) retained.size();
    }
}
