/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.Workers;
import io.expunge.unlearning.verify.Certificate;
import io.expunge.unlearning.verify.CertificateEvaluation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;

/**
 * A model with noise, which may be released, and the certificate of the model without, which may not: the achieved distance
 * tells of the forgotten data.
 *
 * <p><b>Theorem</b> (Neel, Roth and Sharifi-Malvajerdi 2021; Sekhari et al. 2021; Balle and Wang 2018, theorem 8). Let τ, ε and
 * δ be fixed in advance, F the vocabulary, IDF and classes, deterministic functions of the retained documents, and let whatever
 * is certified within τ of their minimiser W* get fresh noise of σ = {@link IndistinguishabilityTarget#standardDeviation()}.
 * Then (F, W + noise) is (ε, δ)-indistinguishable, both ways, from what training on the retained documents alone, certified
 * to the same τ and given the same noise, would release: both W lie within τ of W*, so at most 2τ apart.
 *
 * <p><b>Conditions.</b> The vectoriser is refitted; the noise is never drawn twice; the requests were not chosen by looking at
 * released versions. It says nothing of versions that were released before the deletion, nor of what else is released: gradient
 * norms, achieved bounds, iteration counts and seconds are functions of the forgotten data. Several releases after one deletion
 * add up in a {@link GaussianAccount}.
 *
 * @param model with noise, on the float32 numbers
 * @param certificate of the weights before noise, on the grid; private
 */
public record IndistinguishableRelease(TrainedModel model, Certificate certificate) {
    private static final int LOT = 1 << 12;

    /**
     * Puts a model on the grid, certifies it there and adds noise.
     *
     * @param certified the solver's result, not yet released
     * @param features features × documents, of the retained documents by the model's vectoriser
     * @param bits for these weights alone, named by their SHA-256 in hexadecimal: the same weights get the same noise whoever
     *     asks, so that nobody sees two drawings for them, and others get other noise, so that no difference of two releases is
     *     free of it
     * @throws NotWithinTargetException if the model is not within the target's distance
     */
    public static IndistinguishableRelease of(
            TrainedModel certified,
            DMatrixSparseCSC features,
            TrainingSet retained,
            double inverseRegularisation,
            IndistinguishabilityTarget target,
            Function<String, RandomBits> bits,
            Workers workers) {
        double[] grid = OutputPerturbation.onGrid(certified.weights().data);
        Certificate certificate = CertificateEvaluation.evaluate(
                with(certified, grid), features, retained, inverseRegularisation, workers);
        if (!(certificate.distanceBound() <= target.distance())) {
            throw new NotWithinTargetException(certificate, target);
        }
        RoundedGaussian noise = RoundedGaussian.of(
                bits.apply(hash(certified, grid)), target.standardDeviation(), OutputPerturbation.GRID_EXPONENT);
        float[] released = OutputPerturbation.perturb(grid, noise);
        double[] weights = new double[released.length];
        for (int i = 0; i < released.length; i++) {
            weights[i] = released[i];
        }
        return new IndistinguishableRelease(with(certified, weights), certificate);
    }

    private static String hash(TrainedModel certified, double[] grid) {
        MessageDigest digest = sha256();
        String shape =
                certified.weights().numRows + " " + certified.labelSpace().classes();
        digest.update(shape.getBytes(StandardCharsets.UTF_8));
        ByteBuffer lot = ByteBuffer.allocate(Long.BYTES * LOT);
        for (double weight : grid) {
            lot.putLong(Double.doubleToRawLongBits(weight));
            if (!lot.hasRemaining()) {
                digest.update(lot.flip());
                lot.clear();
            }
        }
        digest.update(lot.flip());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static TrainedModel with(TrainedModel model, double[] weights) {
        DMatrixRMaj shape = model.weights();
        return new TrainedModel(
                model.vectoriser(), model.labelSpace(), DMatrixRMaj.wrap(shape.numRows, shape.numCols, weights));
    }
}
