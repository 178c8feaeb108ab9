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

    /**
     * Puts a model on the grid, certifies it there and adds noise.
     *
     * @param certified the solver's result, not yet released
     * @param features features × documents, of the retained documents by the model's vectoriser
     * @param bits for this release alone
     * @throws NotWithinTargetException if the model is not within the target's distance
     */
    public static IndistinguishableRelease of(
            TrainedModel certified,
            DMatrixSparseCSC features,
            TrainingSet retained,
            double inverseRegularisation,
            IndistinguishabilityTarget target,
            RandomBits bits,
            Workers workers) {
        double[] grid = OutputPerturbation.onGrid(certified.weights().data);
        Certificate certificate = CertificateEvaluation.evaluate(
                with(certified, grid), features, retained, inverseRegularisation, workers);
        if (!(certificate.distanceBound() <= target.distance())) {
            throw new NotWithinTargetException(certificate, target);
        }
        RoundedGaussian noise = RoundedGaussian.of(bits, target.standardDeviation(), OutputPerturbation.GRID_EXPONENT);
        float[] released = OutputPerturbation.perturb(grid, noise);
        double[] weights = new double[released.length];
        for (int i = 0; i < released.length; i++) {
            weights[i] = released[i];
        }
        return new IndistinguishableRelease(with(certified, weights), certificate);
    }

    private static TrainedModel with(TrainedModel model, double[] weights) {
        DMatrixRMaj shape = model.weights();
        return new TrainedModel(
                model.vectoriser(), model.labelSpace(), DMatrixRMaj.wrap(shape.numRows, shape.numCols, weights));
    }
}
