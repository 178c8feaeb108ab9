/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import org.ejml.data.DMatrixSparseCSC;

/** The gradient of the penalised softmax loss in decimals of eighty digits, by the formula and nothing else. */
final class ExactGradient {
    static final MathContext DIGITS = new MathContext(80, RoundingMode.HALF_EVEN);

    private static final int TAYLOR_TERMS = 60;
    /** exp of less than this is nothing beside the digits kept. */
    private static final BigDecimal NOTHING = new BigDecimal(-2000);

    private final DMatrixSparseCSC features;
    private final int classes;
    private final double[] weights;

    private ExactGradient(DMatrixSparseCSC features, int classes, double[] weights) {
        this.features = features;
        this.classes = classes;
        this.weights = weights;
    }

    /** ‖∇L(W)‖ for weights feature-major, exactly as these doubles stand. */
    static BigDecimal norm(
            double[] weights, int classes, DMatrixSparseCSC features, int[] labels, double regularisation) {
        BigDecimal[] gradient = Arrays.stream(weights)
                .mapToObj(weight -> new BigDecimal(weight).multiply(new BigDecimal(regularisation), DIGITS))
                .toArray(BigDecimal[]::new);
        ExactGradient exact = new ExactGradient(features, classes, weights);
        for (int document = 0; document < labels.length; document++) {
            exact.add(document, labels[document], gradient);
        }
        return length(gradient);
    }

    /** ‖W‖. */
    static BigDecimal length(double[] vector) {
        return length(Arrays.stream(vector).mapToObj(BigDecimal::new).toArray(BigDecimal[]::new));
    }

    private static BigDecimal length(BigDecimal[] vector) {
        return Arrays.stream(vector)
                .map(entry -> entry.multiply(entry, DIGITS))
                .reduce(BigDecimal.ZERO, (sum, square) -> sum.add(square, DIGITS))
                .sqrt(DIGITS);
    }

    private void add(int document, int label, BigDecimal[] gradient) {
        BigDecimal[] residual = softmax(scores(document));
        residual[label] = residual[label].subtract(BigDecimal.ONE, DIGITS);
        for (int entry = features.col_idx[document]; entry < features.col_idx[document + 1]; entry++) {
            for (int k = 0; k < classes; k++) {
                int at = features.nz_rows[entry] * classes + k;
                BigDecimal product = new BigDecimal(features.nz_values[entry]).multiply(residual[k], DIGITS);
                gradient[at] = gradient[at].add(product, DIGITS);
            }
        }
    }

    private BigDecimal[] scores(int document) {
        BigDecimal[] scores = new BigDecimal[classes];
        Arrays.fill(scores, BigDecimal.ZERO);
        for (int entry = features.col_idx[document]; entry < features.col_idx[document + 1]; entry++) {
            for (int k = 0; k < classes; k++) {
                BigDecimal weight = new BigDecimal(weights[features.nz_rows[entry] * classes + k]);
                scores[k] = scores[k].add(new BigDecimal(features.nz_values[entry]).multiply(weight, DIGITS), DIGITS);
            }
        }
        return scores;
    }

    private static BigDecimal[] softmax(BigDecimal[] scores) {
        BigDecimal highest = Arrays.stream(scores).reduce(BigDecimal::max).orElseThrow();
        BigDecimal[] powers = Arrays.stream(scores)
                .map(score -> exp(score.subtract(highest, DIGITS)))
                .toArray(BigDecimal[]::new);
        BigDecimal sum = Arrays.stream(powers).reduce(BigDecimal.ZERO, (a, b) -> a.add(b, DIGITS));
        return Arrays.stream(powers).map(power -> power.divide(sum, DIGITS)).toArray(BigDecimal[]::new);
    }

    /** exp of 0 or less: halved until small, summed by Taylor, squared back. */
    static BigDecimal exp(BigDecimal x) {
        if (x.compareTo(NOTHING) < 0) {
            return BigDecimal.ZERO;
        }
        int halvings = 12;
        BigDecimal small = x.divide(BigDecimal.valueOf(1L << halvings), DIGITS);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int n = 1; n <= TAYLOR_TERMS; n++) {
            term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }
}
