/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.solve.Workers;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ejml.data.DMatrixSparseCSC;
import org.junit.jupiter.api.Test;

/** What the certificate adds for rounding covers what rounding does, against arithmetic of eighty digits. */
class CertificateRoundingTest {

    /** Small, but of any scale: lengths of documents, weights and λ range over many orders of magnitude. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Problem(
            DMatrixSparseCSC features, int[] labels, int classes, double[] weights, double regularisation) {
        static Problem draw(SplittableRandom random) {
            int classes = random.nextInt(1, 8);
            int terms = random.nextInt(1, 25);
            int documents = random.nextInt(1, 13);
            boolean text = random.nextBoolean();
            DMatrixSparseCSC features = features(random, terms, documents, text);
            int[] labels = random.ints(documents, 0, classes).toArray();
            double scale = Math.scalb(1, random.nextInt(text ? -20 : -60, text ? 8 : 40));
            double[] weights = random.doubles((long) terms * classes, -1, 1)
                    .map(weight -> weight * scale * Math.scalb(1, random.nextInt(-3, 4)))
                    .toArray();
            return new Problem(
                    features, labels, classes, weights, Math.scalb(1 + random.nextDouble(), random.nextInt(-40, 20)));
        }

        /** Rows of text have length 1; others any length, which the derivation allows for. */
        private static DMatrixSparseCSC features(SplittableRandom random, int terms, int documents, boolean text) {
            DMatrixSparseCSC features = new DMatrixSparseCSC(terms, documents, terms * documents);
            int filled = 0;
            for (int document = 0; document < documents; document++) {
                int first = filled;
                for (int term = 0; term < terms; term++) {
                    if (random.nextInt(3) > 0) {
                        features.nz_rows[filled] = term;
                        features.nz_values[filled++] = random.nextDouble(0.01, 1);
                    }
                }
                double scale =
                        text ? 1 / length(features.nz_values, first, filled) : Math.scalb(1, random.nextInt(-30, 30));
                for (int entry = first; entry < filled; entry++) {
                    features.nz_values[entry] *= scale;
                }
                features.col_idx[document + 1] = filled;
            }
            features.nz_length = filled;
            features.indicesSorted = true;
            return features;
        }

        private static double length(double[] values, int first, int end) {
            double squares = 0;
            for (int i = first; i < end; i++) {
                squares += values[i] * values[i];
            }
            return squares == 0 ? 1 : Math.sqrt(squares);
        }

        Problem with(double[] others) {
            return new Problem(features, labels, classes, others, regularisation);
        }

        Certificate certificate() {
            try (Workers workers = new Workers(1)) {
                return CertificateEvaluation.evaluate(weights, classes, features, labels, regularisation, workers);
            }
        }

        BigDecimal exact() {
            return ExactGradient.norm(weights, classes, features, labels, regularisation);
        }

        /** Gradient descent in double, so that the gradient's terms cancel and what is left is mostly rounding. */
        Problem atTheOptimum() {
            double[] at = new double[weights.length];
            double step = 1 / (regularisation + 0.5 * labels.length);
            for (int i = 0; i < 4000; i++) {
                double[] gradient = gradient(at);
                for (int j = 0; j < at.length; j++) {
                    at[j] -= step * gradient[j];
                }
            }
            return with(at);
        }

        private double[] gradient(double[] at) {
            double[] gradient =
                    Arrays.stream(at).map(weight -> regularisation * weight).toArray();
            double[] p = new double[classes];
            for (int document = 0; document < labels.length; document++) {
                Arrays.fill(p, 0);
                accumulate(document, (entry, cell, k) -> p[k] += features.nz_values[entry] * at[cell]);
                softmax(p);
                p[labels[document]] -= 1;
                accumulate(document, (entry, cell, k) -> gradient[cell] += features.nz_values[entry] * p[k]);
            }
            return gradient;
        }

        private interface Cell {
            void visit(int entry, int cell, int k);
        }

        private void accumulate(int document, Cell cell) {
            for (int entry = features.col_idx[document]; entry < features.col_idx[document + 1]; entry++) {
                for (int k = 0; k < classes; k++) {
                    cell.visit(entry, features.nz_rows[entry] * classes + k, k);
                }
            }
        }

        private static void softmax(double[] scores) {
            double highest = Arrays.stream(scores).max().orElseThrow();
            double sum = 0;
            for (int k = 0; k < scores.length; k++) {
                scores[k] = Math.exp(scores[k] - highest);
                sum += scores[k];
            }
            for (int k = 0; k < scores.length; k++) {
                scores[k] /= sum;
            }
        }
    }

    private static void covered(Problem problem) {
        Certificate certificate = problem.certificate();
        BigDecimal exact = problem.exact();
        assertThat(new BigDecimal(certificate.gradientNorm())).isGreaterThanOrEqualTo(exact);
        BigDecimal weightNorm = ExactGradient.length(problem.weights());
        if (weightNorm.signum() > 0) {
            BigDecimal relative =
                    exact.divide(new BigDecimal(problem.regularisation()).multiply(weightNorm), ExactGradient.DIGITS);
            assertThat(new BigDecimal(certificate.relativeDistanceBound()))
                    .as("divisions included")
                    .isGreaterThanOrEqualTo(relative);
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 400)
    void theAllowanceCoversTheRoundingAtAnyScale(@ForAll long seed) {
        covered(Problem.draw(new SplittableRandom(seed)));
    }

    /** Where the gradient nearly vanishes, its evaluation is nothing but rounding. */
    @Property(seed = Seeds.PROPERTY, tries = 40)
    void theAllowanceCoversTheRoundingAtTheOptimum(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Problem drawn = Problem.draw(random);
        Problem problem = new Problem(
                unit(drawn.features()), drawn.labels(), drawn.classes(), drawn.weights(), random.nextDouble(0.05, 2));
        covered(problem.atTheOptimum());
    }

    private static DMatrixSparseCSC unit(DMatrixSparseCSC features) {
        DMatrixSparseCSC unit = features.copy();
        for (int document = 0; document < unit.numCols; document++) {
            double length = Problem.length(unit.nz_values, unit.col_idx[document], unit.col_idx[document + 1]);
            for (int entry = unit.col_idx[document]; entry < unit.col_idx[document + 1]; entry++) {
                unit.nz_values[entry] /= length;
            }
        }
        return unit;
    }

    /**
     * Rounding weights to float32 moves them by at most 2⁻²⁴‖W‖, hence the gradient by at most (λ + ½Σ‖x‖²) times that. The
     * certificate allows nothing for it, since it is evaluated behind the rounding, at the weights that are released: it
     * sees what the rounding did.
     */
    @Property(seed = Seeds.PROPERTY, tries = 40)
    void whatFloat32RoundsAwayIsSeenNotAllowedFor(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Problem drawn = Problem.draw(random);
        Problem found = new Problem(
                        unit(drawn.features()),
                        drawn.labels(),
                        drawn.classes(),
                        drawn.weights(),
                        random.nextDouble(0.05, 2))
                .atTheOptimum();
        Problem released = found.with(
                Arrays.stream(found.weights()).map(weight -> (float) weight).toArray());
        covered(released);
        double weightNorm = found.certificate().weightNorm();
        double moved = (found.regularisation() + 0.5 * found.labels().length) * 0x1p-24 * weightNorm * (1 + 1e-9);
        assertThat(Math.abs(released.exact().doubleValue() - found.exact().doubleValue()))
                .isLessThanOrEqualTo(moved + Float.MIN_VALUE);
        double allowance =
                released.certificate().gradientNorm() - released.exact().doubleValue();
        assertThat(allowance)
                .as("the allowance is of double's size, not of float's")
                .isLessThanOrEqualTo(1e-4 * 0x1p-24 * (weightNorm + found.labels().length));
    }

    @Test
    void theExactExponentialIsExact() {
        BigDecimal inverseOfE = new BigDecimal("0.36787944117144232159552377016146086744581113103176783450783680");
        assertThat(ExactGradient.exp(BigDecimal.ONE.negate())
                        .subtract(inverseOfE)
                        .abs())
                .isLessThan(new BigDecimal("1e-60"));
        assertThat(ExactGradient.exp(new BigDecimal(-700)).doubleValue()).isEqualTo(StrictMath.exp(-700));
    }
}
