/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.solve.Workers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.BitSet;
import java.util.OptionalDouble;
import org.ejml.data.DMatrixSparseCSC;

/**
 * What a certificate proves about answers: for which documents the exactly retrained model predicts the very same class,
 * and how far anything else of an answer can be off. A document counts where its two highest logits lie further apart than
 * {@link Certificate#unchangedPredictionMargin()}, which holds for documents of length 1, and than what rounding can amount to.
 *
 * <p>With ε = 2⁻⁵² and m the non-zeros of a document x, evaluating its logits s in plain sums gives ‖δs‖ ≤ εm‖x‖‖W‖ and so
 * at most √2·εm‖x‖‖W‖ in the difference of two of them ({@link CertificateEvaluation} derives the first). Twice that is
 * allowed for: here they are evaluated, and again by whoever predicts. The few roundings of lengths, norms and of the
 * comparison itself stretch the margin by ε(m + K + 8). An empty document, where all logits are 0, is not counted.
 * Stateless.
 */
public final class UnchangedPredictions {

    /** The check's name. */
    public static final String NAME = "unchanged-predictions";

    private static final double EPSILON = 0x1p-52;
    /** Documents that a thread takes at a time. */
    private static final int BLOCK = 256;

    private static final MathContext THREE_DIGITS_UP = new MathContext(3, RoundingMode.UP);

    private UnchangedPredictions() {}

    /**
     * The certified check: the share of the documents whose class is proved, and in words what else follows. It has no
     * threshold: how many documents lie near a boundary is a matter of the data.
     *
     * @param features features × documents, by the model's vectoriser; the released training documents, which every version
     *     has and for which the certificate was evaluated
     * @param certificate of this model
     */
    public static Check check(TrainedModel model, DMatrixSparseCSC features, Certificate certificate, Workers workers) {
        int documents = features.numCols;
        int proved = proved(model, features, certificate, workers).cardinality();
        return new Check(
                NAME,
                CheckKind.CERTIFIED,
                CheckOutcome.PASSED,
                documents == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) proved / documents),
                OptionalDouble.empty(),
                "Proved for " + proved + " of " + documents
                        + " training documents: the exactly retrained model predicts" + " the same class. "
                        + bounds(certificate));
    }

    /** The documents for which the exactly retrained model provably predicts the same class. */
    static BitSet proved(TrainedModel model, DMatrixSparseCSC features, Certificate certificate, Workers workers) {
        int classes = model.labelSpace().size();
        double[] weights = model.weights().data;
        boolean[] same = new boolean[features.numCols];
        workers.forEachBlock(same.length, BLOCK, (block, from, to) -> {
            double[] logits = new double[classes];
            for (int document = from; document < to; document++) {
                ColumnSums.of(features, document, weights, classes, logits, 0);
                same[document] = margin(logits) > needed(features, document, certificate);
            }
        });
        BitSet rows = new BitSet(same.length);
        for (int document = 0; document < same.length; document++) {
            rows.set(document, same[document]);
        }
        return rows;
    }

    /** How far the highest logit lies above the next. */
    private static double margin(double[] logits) {
        double highest = Double.NEGATIVE_INFINITY;
        double next = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            next = Math.max(next, Math.min(logit, highest));
            highest = Math.max(highest, logit);
        }
        return highest - next;
    }

    private static double needed(DMatrixSparseCSC features, int document, Certificate certificate) {
        int first = features.col_idx[document];
        int end = features.col_idx[document + 1];
        double length = Math.sqrt(ColumnSums.squares(features.nz_values, first, end));
        double rounding = 2 * Math.sqrt(2) * EPSILON * (end - first) * certificate.weightNorm();
        double stretch = 1 + EPSILON * (end - first + certificate.classes() + 8);
        return Math.max(1, length) * stretch * (certificate.unchangedPredictionMargin() + rounding);
    }

    private static String bounds(Certificate certificate) {
        return "For any document no logit differs from that model's by more than " + up(certificate.singleLogitBound())
                + ", no probability by more than " + up(Math.min(1, certificate.singleProbabilityBound()))
                + ", and the total variation of the answers is at most "
                + up(Math.min(1, certificate.totalVariationBound())) + ".";
    }

    /** To three digits, upwards: a bound must not shrink on its way into a sentence. */
    private static String up(double bound) {
        return Double.isFinite(bound)
                ? Double.toString(new BigDecimal(bound).round(THREE_DIGITS_UP).doubleValue())
                : "any number";
    }
}
