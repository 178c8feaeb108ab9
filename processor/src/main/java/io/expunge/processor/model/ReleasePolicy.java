/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.job.ReleaseTerms;
import io.expunge.unlearning.perturbation.GaussianAccount;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import java.util.Optional;
import java.util.Set;

/**
 * What was promised of the versions of some models before anybody asked them to forget.
 *
 * @param models ids of the models it is promised of; {@link #EVERY} for all of them
 * @param target what every single release keeps
 * @param budgetEpsilon what all releases charged to one deletion may come to together, at the target's δ
 * @param warnAt share of that ε at which a warning is due
 * @param whenSpent what becomes of a release that the rest of the budget does not allow
 */
public record ReleasePolicy(
        Set<String> models,
        IndistinguishabilityTarget target,
        double budgetEpsilon,
        double warnAt,
        WhenSpent whenSpent) {
    /** In the place of ids: all models. */
    public static final String EVERY = "*";

    /** Nothing is promised. */
    public static final ReleasePolicy NONE = new ReleasePolicy(
            Set.of(),
            new IndistinguishabilityTarget(IndistinguishabilityTarget.DEFAULT_DISTANCE, 1, 1e-6),
            4,
            0.8,
            WhenSpent.TIGHTEN);

    /** A distance is tightened to an eighth at most: below that the rounding of weights stands in the way. */
    private static final double TIGHTEST = 8;

    /** An account rounds up. */
    private static final double ROUNDING = 1e-6;

    /** What becomes of a release that the rest of the budget does not allow. */
    public enum WhenSpent {
        /** It is made with the same noise from parameters nearer to the optimum, for half of what is left. */
        TIGHTEN,
        /** It is not made. */
        REFUSE
    }

    /** @throws IllegalArgumentException if the budget does not even allow one release, or the share is none */
    public ReleasePolicy {
        models = Set.copyOf(models);
        if (!(budgetEpsilon >= target.epsilon())) {
            throw new IllegalArgumentException("a budget of epsilon " + budgetEpsilon
                    + " does not allow a single release at epsilon " + target.epsilon());
        }
        if (!(warnAt > 0 && warnAt <= 1)) {
            throw new IllegalArgumentException("the share to warn at must lie above 0 and at most at 1, got " + warnAt);
        }
    }

    public boolean covers(String modelId) {
        return models.contains(EVERY) || models.contains(modelId);
    }

    /** Terms of a release that forgets for the first time; the budget always allows it. */
    ReleaseTerms first(String modelId) {
        return covers(modelId) ? new ReleaseTerms.Noisy(target) : ReleaseTerms.PLAIN;
    }

    /** Terms of one more release that tells of what was forgotten before. */
    ReleaseTerms again(String modelId, ReleaseAccount account) {
        if (!covers(modelId)) {
            return ReleaseTerms.PLAIN;
        }
        return affordable(account)
                .<ReleaseTerms>map(ReleaseTerms.Noisy::new)
                .orElseGet(() -> new ReleaseTerms.Spent(why()));
    }

    private Optional<IndistinguishabilityTarget> affordable(ReleaseAccount account) {
        if (target.charge(account.spent()).epsilon(target.delta()) <= budgetEpsilon * (1 + ROUNDING)) {
            return Optional.of(target);
        }
        double left = GaussianAccount.largestSquaredMu(budgetEpsilon, target.delta())
                - account.spent().squaredMu();
        if (whenSpent == WhenSpent.REFUSE || !(left > 0)) {
            return Optional.empty();
        }
        double distance = target.standardDeviation() * Math.sqrt(left / 2) / 2;
        return distance < target.distance() / TIGHTEST ? Optional.empty() : target.tightened(distance);
    }

    private String why() {
        return "one more release would tell more of what this model forgot than epsilon " + budgetEpsilon + " at delta "
                + target.delta()
                + ", which is all that was promised (expunge.indistinguishability.budget-epsilon); register a model that was"
                + " trained without it instead";
    }

    /** The ε that all releases charged so far come to. */
    double epsilon(ReleaseAccount account) {
        return account.spent().epsilon(target.delta());
    }

    /** The same of an account of which μ is known. */
    public double epsilon(double mu) {
        return new GaussianAccount(mu * mu, 0).epsilon(target.delta());
    }
}
