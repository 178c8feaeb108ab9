/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.Indistinguishability;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.SolverEvidence;
import java.util.Locale;
import java.util.Optional;

/** What is proved of a version, in a few words. Stateless. */
final class ProvedWords {
    private ProvedWords() {}

    /** A distance, or of a version with noise its promise, as the distance is withheld; empty where nothing is proved. */
    static Optional<String> of(ModelVersionPublished version) {
        Indistinguishability promise = version.getIndistinguishability();
        if (promise != null) {
            return Optional.of(String.format(Locale.ROOT, "(%.3g, %.0e)", promise.getEpsilon(), promise.getDelta()));
        }
        return Optional.ofNullable(version.getEvidence())
                .map(SolverEvidence::getRelativeDistanceBound)
                .map(bound -> String.format(Locale.ROOT, "within %.1e", bound));
    }
}
