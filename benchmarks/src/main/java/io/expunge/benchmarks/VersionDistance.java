/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.verify.Certificate;
import io.expunge.unlearning.verify.CertificateEvaluation;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * How far a version is from the model that its retained documents alone would have given.
 *
 * @param version which way it was made, one of the names below
 * @param distance the true relative distance ‖W − W*‖/‖W*‖
 * @param bound the one that is proved
 */
record VersionDistance(String version, double distance, double bound) {
    /** The base without the removed class's column, over the base's vocabulary. */
    static final String DROPPED = "column dropped";
    /** The published step, which keeps the vocabulary. */
    static final String PUBLISHED = "published step";
    /** The default method, made to keep the vocabulary as well. */
    static final String SAME_VOCABULARY = "ours, same vocabulary";
    /** The default method as versions are released: the vocabulary refitted. */
    static final String RELEASED = "ours, as released";

    /**
     * The first three are measured from one optimum, that over the vocabulary of the base, which the published step needs; the last
     * from that over the refitted vocabulary.
     *
     * @param refitted the optimum of the problem with the vocabulary refitted
     */
    static List<VersionDistance> of(UnlearningProblem problem, Optimum refitted, int threads) {
        UnlearningProblem frozen = new UnlearningProblem(
                problem.base(),
                problem.trainingSet(),
                problem.forgetSet(),
                problem.settings().withVectoriser(VectoriserPolicy.FROZEN));
        Unlearned same = new Contender(
                        SAME_VOCABULARY,
                        UnlearningMethods.standard(),
                        problem.settings().solver())
                .run(frozen);
        Optimum kept = Optimum.of(same.retained(), problem.base().vectoriser(), threads);
        TrainedModel dropped = dropped(problem.base(), same.model().labelSpace());
        Certificate bound = CertificateEvaluation.evaluate(
                dropped, same.retained(), problem.settings().inverseRegularisation());
        return List.of(
                of(DROPPED, dropped, bound, kept),
                of(PUBLISHED, published(problem), kept),
                of(SAME_VOCABULARY, same, kept),
                of(RELEASED, Contender.named("default (auto)").run(problem), refitted));
    }

    private static Unlearned published(UnlearningProblem problem) {
        return Contender.named("influence-published").run(problem);
    }

    private static VersionDistance of(String version, Unlearned unlearned, Optimum optimum) {
        return of(version, unlearned.model(), unlearned.certificate(), optimum);
    }

    private static VersionDistance of(String version, TrainedModel model, Certificate certificate, Optimum optimum) {
        return new VersionDistance(
                version,
                Figures.rounded(optimum.relativeDistance(model.weights().data)),
                Figures.roundedUp(certificate.relativeDistanceBound()));
    }

    /** The base with the columns of some of its classes only, nothing else done. */
    static TrainedModel dropped(TrainedModel base, LabelSpace left) {
        int[] kept = left.classes().stream()
                .mapToInt(name -> base.labelSpace().indexOf(name).orElseThrow())
                .toArray();
        DMatrixRMaj weights = base.weights();
        double[] parameters = new double[weights.numRows * kept.length];
        for (int feature = 0; feature < weights.numRows; feature++) {
            for (int k = 0; k < kept.length; k++) {
                parameters[feature * kept.length + k] = weights.get(feature, kept[k]);
            }
        }
        return TrainedModel.rounded(base.vectoriser(), left, parameters);
    }
}
