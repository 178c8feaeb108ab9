/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import java.util.Optional;

/**
 * What was promised of a model before anybody asked it to forget: a version is released only if it is certified to lie
 * within τ of the exact minimiser on the retained documents, and then with noise that depends on τ, ε and δ alone, never on
 * what was achieved, which depends on the forgotten data.
 *
 * <p>The notion is indistinguishability from what training and publishing on the retained documents would have released
 * (Neel, Roth and Sharifi-Malvajerdi 2021; Sekhari et al. 2021). Two certified points are at most 2τ apart, so that is the
 * sensitivity.
 *
 * @param distance τ, above 0: the largest certified Frobenius distance
 * @param epsilon ε, above 0
 * @param delta δ, between 0 and 1, both excluded
 */
public record IndistinguishabilityTarget(double distance, double epsilon, double delta) {
    /** Costs nothing that can be measured in accuracy, and takes few passes more than the plain gate. */
    public static final double DEFAULT_DISTANCE = 3e-4;

    public IndistinguishabilityTarget {
        requireWithin("the distance tau", distance, Double.MAX_VALUE);
        requireWithin("epsilon", epsilon, Double.MAX_VALUE);
        requireWithin("delta", delta, Math.nextDown(1.0));
    }

    private static void requireWithin(String what, double value, double most) {
        if (!(value > 0 && value <= most)) {
            throw new IllegalArgumentException(what + " must lie above 0 and at most at " + most + ", got " + value);
        }
    }

    /** 2τ, the largest distance of two certified points. */
    public double sensitivity() {
        return 2 * distance;
    }

    /** σ, the standard deviation of the noise of every weight. */
    public double standardDeviation() {
        return AnalyticGaussianMechanism.standardDeviation(epsilon, delta, sensitivity());
    }

    /**
     * A stronger promise with noise of the same size: a smaller distance, and the ε that this noise gives it. It costs an
     * account less, and needs more passes.
     *
     * @param smaller above 0 and below the distance
     * @return empty where δ alone covers what is left to hide, so that no ε above 0 says it
     */
    public Optional<IndistinguishabilityTarget> tightened(double smaller) {
        requireWithin("the tightened distance", smaller, Math.nextDown(distance));
        double ratio = 2 * smaller / standardDeviation();
        double smallerEpsilon = new GaussianAccount(ratio * ratio, 1).epsilon(delta);
        return smallerEpsilon > 0
                ? Optional.of(new IndistinguishabilityTarget(smaller, smallerEpsilon, delta))
                : Optional.empty();
    }

    /** The account with one more release under this target. */
    public GaussianAccount charge(GaussianAccount account) {
        return account.with(sensitivity(), standardDeviation());
    }
}
