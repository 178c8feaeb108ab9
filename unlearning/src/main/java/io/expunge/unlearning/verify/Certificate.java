/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import java.util.OptionalDouble;

/**
 * A proved bound on the distance between released weights W and the exact minimiser W* of the retained objective, the
 * model that training on the retained documents alone would converge to. L is λ-strongly convex, hence
 * ‖W − W*‖ ≤ B = ‖∇L(W)‖/λ. Everything else follows from B for inputs with ‖x‖₂ ≤ 1, which TF-IDF rows are.
 *
 * <p>Norms are Frobenius norms, evaluated in double at exactly the released weights; the gradient's includes what the rounding
 * of its evaluation can amount to ({@link CertificateEvaluation}).
 *
 * @param gradientNorm at least ‖∇L(W)‖, above it by rounding only
 * @param regularisation λ, above 0
 * @param weightNorm ‖W‖
 * @param classMeanNorm norm of the mean of the class columns, which is 0 at the exact minimiser
 * @param classes how many classes the model has
 */
public record Certificate(
        double gradientNorm, double regularisation, double weightNorm, double classMeanNorm, int classes) {

    public Certificate {
        if (!(gradientNorm >= 0) || !(regularisation > 0) || !(weightNorm >= 0) || !(classMeanNorm >= 0)) {
            throw new IllegalArgumentException("no certificate: gradient norm " + gradientNorm + ", λ " + regularisation
                    + ", weight norm " + weightNorm + ", class mean norm " + classMeanNorm);
        }
    }

    /** B, the largest possible ‖W − W*‖. */
    public double distanceBound() {
        return gradientNorm / regularisation;
    }

    /** B/‖W‖; 0 when both are 0. */
    public double relativeDistanceBound() {
        return gradientNorm == 0 ? 0 : distanceBound() / weightNorm;
    }

    /** Bound on ‖Δ logits‖₂ of one input. */
    public double logitsBound() {
        return distanceBound();
    }

    /**
     * Bound on the change of any single logit of one input: √((K−1)/K)·B for the part of W − W* whose columns sum to zero,
     * and exactly the mean column for the rest, since that of W* is zero.
     */
    public double singleLogitBound() {
        double sharper = Math.sqrt((classes - 1.0) / classes) * distanceBound() + classMeanNorm;
        return Math.min(distanceBound(), sharper);
    }

    /** Bound on ‖Δ probabilities‖₂ of one input. */
    public double probabilitiesBound() {
        return distanceBound() / 2;
    }

    /** Bound on the change of any one probability. */
    public double singleProbabilityBound() {
        return Math.sqrt(2) / 4 * distanceBound();
    }

    /** Bound on the total variation distance between the two answers to one input. */
    public double totalVariationBound() {
        return distanceBound() / (2 * Math.sqrt(2));
    }

    /** Bound on the change of any log-probability. */
    public double logProbabilityBound() {
        return Math.sqrt(2) * distanceBound();
    }

    /** An input whose two highest logits lie further apart than this is classified as W* would classify it. */
    public double unchangedPredictionMargin() {
        return Math.sqrt(2) * distanceBound();
    }

    /** The certified check that the relative distance bound is at most a threshold. */
    public Check check(double threshold) {
        double bound = relativeDistanceBound();
        return new Check(
                "distance-certificate",
                CheckKind.CERTIFIED,
                bound <= threshold ? CheckOutcome.PASSED : CheckOutcome.FAILED,
                OptionalDouble.of(bound),
                OptionalDouble.of(threshold),
                "Distance to the model retrained on the retained documents, relative to the weights, is at most this.");
    }
}
