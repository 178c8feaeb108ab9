/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.Indistinguishability;
import io.expunge.store.Lineage;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import java.util.Map;
import java.util.Optional;

/** What events and artifacts say of a release with noise. Stateless. */
public final class PromisedRelease {
    /** Where theorem, conditions and limits are written down. */
    public static final String REFERENCE =
            "Theorem, conditions and limits: src/site/markdown/indistinguishability.md. Neel, Roth and Sharifi-Malvajerdi 2021;"
                    + " Sekhari et al. 2021; Balle and Wang 2018, theorem 8.";

    private static final String EPSILON = "indistinguishability-epsilon";
    private static final String DELTA = "indistinguishability-delta";
    private static final String DISTANCE = "indistinguishability-distance";

    private PromisedRelease() {}

    static Map<String, String> toProperties(IndistinguishabilityTarget target) {
        return Map.of(
                EPSILON, Double.toString(target.epsilon()),
                DELTA, Double.toString(target.delta()),
                DISTANCE, Double.toString(target.distance()));
    }

    /** What an artifact says was promised of it; empty if its parameters have no noise. */
    static Optional<IndistinguishabilityTarget> of(Lineage lineage) {
        Map<String, String> configuration = lineage.provenance().configuration();
        return configuration.containsKey(EPSILON)
                ? Optional.of(new IndistinguishabilityTarget(
                        number(configuration, DISTANCE), number(configuration, EPSILON), number(configuration, DELTA)))
                : Optional.empty();
    }

    private static double number(Map<String, String> configuration, String key) {
        return Double.parseDouble(configuration.getOrDefault(key, "NaN"));
    }

    /** For a version event; what the releases come to is the ledger's to fill in. */
    static Indistinguishability told(IndistinguishabilityTarget target) {
        return new Indistinguishability(
                target.epsilon(),
                target.delta(),
                target.distance(),
                target.standardDeviation(),
                0L,
                0.0,
                0.0,
                REFERENCE);
    }

    /** What a version event says was promised. */
    public static IndistinguishabilityTarget of(Indistinguishability told) {
        return new IndistinguishabilityTarget(told.getDistance(), told.getEpsilon(), told.getDelta());
    }
}
