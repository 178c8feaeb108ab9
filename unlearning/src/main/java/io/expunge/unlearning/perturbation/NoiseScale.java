/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.CheckOutcome;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.ejml.data.DMatrixRMaj;

/**
 * Whether released parameters differ from the retrained model's by the noise that was promised, no less and no more: then the sum
 * of the squared differences, over σ², is chi-squared with as many degrees of freedom as there are parameters. Noise that is
 * missing, too small or too large, and parameters that are elsewhere, all show. Stateless.
 *
 * <p>The retrained model need only be within τ of the optimum: that moves the sum by a few units, where its standard deviation is
 * the root of twice the number of parameters. What is compared is public, so the value may be told: it is a function of what was
 * released and of the documents that remain.
 */
public final class NoiseScale {
    /** The check's name. */
    public static final String NAME = "noise-scale";

    /** How probable it is that right noise fails. */
    public static final double LEVEL = 1e-6;

    private NoiseScale() {}

    /**
     * @param released with noise
     * @param retrained on the retained documents to within the target's distance, without noise; of the same vocabulary and classes
     * @param target what was promised
     * @throws IllegalArgumentException if the models have not the same shape
     */
    public static Check check(TrainedModel released, TrainedModel retrained, IndistinguishabilityTarget target) {
        DMatrixRMaj one = released.weights();
        DMatrixRMaj other = retrained.weights();
        if (one.numRows != other.numRows || one.numCols != other.numCols) {
            throw new IllegalArgumentException("the released model has " + one.numRows + " x " + one.numCols
                    + " weights, the retrained one " + other.numRows + " x " + other.numCols);
        }
        double ratio = squaredDistance(one.data, other.data) / square(target.standardDeviation());
        ChiSquaredDistribution expected = ChiSquaredDistribution.of(one.data.length);
        boolean passed =
                expected.cumulativeProbability(ratio) > LEVEL / 2 && expected.survivalProbability(ratio) > LEVEL / 2;
        return new Check(
                NAME,
                CheckKind.EMPIRICAL,
                passed ? CheckOutcome.PASSED : CheckOutcome.FAILED,
                OptionalDouble.of(Math.sqrt(ratio / one.data.length)),
                OptionalDouble.of(1),
                Optional.empty(),
                "The parameters differ from those of a model retrained for the purpose by this many times the noise that was"
                        + " promised; noise that is right fails once in a million versions.");
    }

    private static double squaredDistance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += square(one[i] - other[i]);
        }
        return sum;
    }

    private static double square(double value) {
        return value * value;
    }
}
