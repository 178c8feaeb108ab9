/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.unlearning.perturbation.GaussianAccount;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import java.util.Map;

/**
 * What the deletion of a model that most was told about has been charged with.
 *
 * <p>A job starts from published artifacts alone. A version made from one that honours a deletion already is therefore computed
 * from what was released and from retained documents, and tells nothing more of that deletion, however many such versions follow
 * (post-processing). Only a release that was computed anew from something that held the forgotten data tells more: a rollback, or a
 * registration that brought it in again.
 *
 * @param spent μ² and number of the releases charged
 * @param warned whether it was said that the budget is nearly used up
 */
public record ReleaseAccount(GaussianAccount spent, boolean warned) {
    /** Nothing was released. */
    public static final ReleaseAccount EMPTY = new ReleaseAccount(GaussianAccount.EMPTY, false);

    /** μ² of which no ε below a million is true. */
    private static final double VOID = 1e13;

    /** The account that a version event tells of, or a seed. */
    public static ReleaseAccount told(double mu, long releases, boolean warned) {
        return new ReleaseAccount(
                new GaussianAccount(mu == 0 ? 0 : Math.nextUp(mu * mu), releases), warned); // never less
    }

    /**
     * The account that an audit record tells of.
     *
     * @param facts of a record of the kind BUDGET_WARNING
     */
    public static ReleaseAccount told(Map<String, String> facts) {
        return told(
                Double.parseDouble(facts.getOrDefault(Releases.MU, "0")),
                Long.parseLong(facts.getOrDefault(Releases.RELEASES, "0")),
                true);
    }

    /** One release of what the newest deletions forget: each of them is charged once, others are charged nothing. */
    ReleaseAccount first(IndistinguishabilityTarget target) {
        GaussianAccount alone = target.charge(GaussianAccount.EMPTY);
        return new ReleaseAccount(alone.squaredMu() > spent.squaredMu() ? alone : spent, warned);
    }

    /** One more release that may tell of any deletion there ever was. */
    ReleaseAccount again(IndistinguishabilityTarget target) {
        return new ReleaseAccount(target.charge(spent), warned);
    }

    /** Something was released without noise that no account can hide any more. */
    ReleaseAccount voided() {
        return new ReleaseAccount(new GaussianAccount(VOID, spent.releases() + 1), warned);
    }

    boolean isVoid() {
        return spent.squaredMu() >= VOID;
    }

    ReleaseAccount unwarned() {
        return new ReleaseAccount(spent, false);
    }

    ReleaseAccount warnedNow() {
        return new ReleaseAccount(spent, true);
    }
}
