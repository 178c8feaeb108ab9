/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.model.SoftmaxObjective;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.ConjugateGradient;
import io.expunge.unlearning.solve.ConjugateGradientResult;
import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.SolverEvidence;
import io.expunge.unlearning.solve.Workers;
import io.expunge.unlearning.verify.Certificate;
import io.expunge.unlearning.verify.CertificateEvaluation;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixSparseCSC;

/**
 * The one-step influence update as published (Goel and Sridhar 2025, arXiv 2512.13711), for comparison: W' = W + Δ with
 * HΔ = g, g = Σ_{i forgotten} x_i (p_i − e_{y_i})ᵀ, H the Hessian at W over <em>all</em> documents, forgotten ones included,
 * solved by conjugate gradients to a relative residual of 1e-3 in at most 300 iterations; the vectoriser stays frozen whatever
 * the settings say.
 *
 * <p>The sign is +: at the trained optimum the gradient of the retained loss is −g. The paper then sets the removed class's
 * column to zero and lets it compete; here the column is gone. {@link ZeroedColumn} says what zeroing would have let through.
 *
 * <p>The certificate is evaluated on the retained problem like any other and doesn't hold the bound that the settings ask for:
 * 1 to 29 % of the weights, where that was measured.
 */
final class PublishedInfluence implements UnlearningMethod {

    private static final ConjugateGradient SOLVER = new ConjugateGradient(1e-3, 300, false);

    @Override
    public String name() {
        return "influence-published";
    }

    @Override
    public boolean comparisonOnly() {
        return true;
    }

    @Override
    public Unlearned unlearn(UnlearningProblem problem, ProgressMonitor monitor) {
        long started = System.nanoTime();
        monitor.checkCancelled();
        UnlearningProblem frozen = new UnlearningProblem(
                problem.base(),
                problem.trainingSet(),
                problem.forgetSet(),
                problem.settings().withVectoriser(VectoriserPolicy.FROZEN));
        try (Workers workers = new Workers(problem.settings().parallelism())) {
            RetainedProblem retained = RetainedProblem.of(frozen, workers);
            Objective all = objective(frozen, new BitSet(), workers);
            Objective forgotten = objective(frozen, forgotten(retained), workers);
            double[] weights = problem.base().weights().data;
            Objective.Iterate here = all.startAt(weights);
            ConjugateGradientResult solved = SOLVER.solve(
                    here::hessianVectorProduct, forgottenGradient(forgotten, weights), all.vectors(), monitor);
            all.vectors().addScaled(1, weights, solved.solution());
            double passes = all.passes();
            return unlearned(retained, solved, passes, workers, started);
        }
    }

    private static BitSet forgotten(RetainedProblem retained) {
        BitSet kept = new BitSet();
        IntStream.of(retained.retainedRows()).forEach(kept::set);
        return kept;
    }

    /** The objective over all documents but some, with the base's vectoriser and classes. */
    private static Objective objective(UnlearningProblem problem, BitSet without, Workers workers) {
        TrainingSet set = problem.trainingSet();
        DMatrixSparseCSC features =
                problem.base().vectoriser().transform(set.counts().retain(without, 0, workers), workers);
        int[] all = set.labels();
        int[] labels = IntStream.range(0, all.length)
                .filter(row -> !without.get(row))
                .map(row -> all[row])
                .toArray();
        double regularisation = 1 / problem.settings().inverseRegularisation();
        return new SoftmaxObjective(features, labels, set.labelSpace().size(), regularisation, workers);
    }

    /** g: the gradient over the forgotten documents without the penalty's share. */
    private static double[] forgottenGradient(Objective forgotten, double[] weights) {
        double[] gradient = new double[weights.length];
        forgotten.startAt(weights).gradient(gradient);
        forgotten.vectors().addScaled(-forgotten.strongConvexity(), weights, gradient);
        return gradient;
    }

    private Unlearned unlearned(
            RetainedProblem retained, ConjugateGradientResult solved, double passes, Workers workers, long started) {
        TrainedModel model = TrainedModel.rounded(
                retained.vectoriser(),
                retained.trainingSet().labelSpace(),
                withoutRemoved(retained, solved.solution()));
        Certificate certificate = CertificateEvaluation.evaluate(
                model,
                retained.features(),
                retained.trainingSet(),
                retained.problem().settings().inverseRegularisation(),
                workers);
        String sentence = "One influence step W + H⁻¹g with the Hessian of all documents: conjugate gradients "
                + solved.ending().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " after " + solved.iterations()
                + " iterations; relative bound on the retained problem "
                + LadderText.number(certificate.relativeDistanceBound()) + ".";
        double seconds = (System.nanoTime() - started) / 1e9;
        return new Unlearned(
                model,
                retained.trainingSet(),
                retained.retainedRows(),
                certificate,
                new SolverEvidence(name(), 1, solved.iterations(), passes, seconds, List.of(sentence)),
                Reassignment.count(retained, model, workers));
    }

    private static double[] withoutRemoved(RetainedProblem retained, double[] parameters) {
        int oldClasses = retained.problem().base().labelSpace().size();
        int[] kept = retained.keptColumns();
        double[] left = new double[parameters.length / oldClasses * kept.length];
        for (int feature = 0; feature < parameters.length / oldClasses; feature++) {
            for (int k = 0; k < kept.length; k++) {
                left[feature * kept.length + k] = parameters[feature * oldClasses + kept[k]];
            }
        }
        return left;
    }
}
