/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.Indistinguishability;
import io.expunge.events.ReasonCode;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.request.Reason;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.Provenance;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

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
        return promise(lineage.provenance().configuration());
    }

    private static Optional<IndistinguishabilityTarget> promise(Map<String, String> configuration) {
        return configuration.containsKey(EPSILON)
                ? Optional.of(new IndistinguishabilityTarget(
                        number(configuration, DISTANCE), number(configuration, EPSILON), number(configuration, DELTA)))
                : Optional.empty();
    }

    /**
     * What the store holds under a batch's name is what was announced first: after a restart under other settings that may be
     * another model than the one just made, which must not be told of as if it were this one.
     *
     * @throws NotReleasedException if either has noise and they are not the same
     */
    static void requireSame(ModelStore store, ContentHash hash, StoredModel made, Provenance provenance) {
        Artifact stored = store.open(hash);
        boolean noisy = promise(provenance.configuration()).isPresent()
                || of(stored.lineage()).isPresent();
        if (noisy && !stored.lineage().provenance().equals(provenance) || noisy && !sameWeights(stored, made)) {
            throw new NotReleasedException(new Reason(
                    ReasonCode.INTERNAL_ERROR,
                    "the settings of releases were changed while this was at work, and its result under the earlier ones is in"
                            + " the store; retry it under the new ones"));
        }
    }

    private static boolean sameWeights(Artifact stored, StoredModel made) {
        float[] there = stored.parameters().values();
        double[] here = made.model().weights().data;
        return there.length == here.length
                && IntStream.range(0, here.length).allMatch(i -> there[i] == (float) here[i]);
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
