/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.json.StrictJson;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The numbers of a certificate: ‖W − W*‖ ≤ B = ‖∇L(W)‖/λ, and B/‖W‖ is what must be small enough.
 *
 * @param gradientNorm ‖∇L(W)‖
 * @param regularisation λ, where the artifact's papers are at hand
 * @param distanceBound B
 * @param relativeDistanceBound B/‖W‖
 * @param threshold the most that B/‖W‖ may be, where the check tells
 */
record Certificates(
        double gradientNorm,
        OptionalDouble regularisation,
        double distanceBound,
        double relativeDistanceBound,
        OptionalDouble threshold) {
    private static final String CHECK = "distance-certificate";
    private static final double ROUNDING = 1e-12;

    /** As a version event and the artifact's papers tell; empty for a version without a solver's evidence. */
    static Optional<Certificates> of(JsonNode version, JsonNode artifact) {
        JsonNode evidence = version.path("evidence");
        if (!evidence.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new Certificates(
                evidence.path("gradientNorm").asDouble(),
                regularisation(artifact),
                evidence.path("distanceBound").asDouble(),
                evidence.path("relativeDistanceBound").asDouble(),
                threshold(version)));
    }

    private static OptionalDouble regularisation(JsonNode artifact) {
        JsonNode inverse = StrictJson.read(artifact.path("manifest").asText())
                .map(manifest ->
                        manifest.path("provenance").path("configuration").path("inverse-regularisation"))
                .orElse(JsonNodeFactory.instance.nullNode());
        try {
            return inverse.isTextual()
                    ? OptionalDouble.of(1 / Double.parseDouble(inverse.asText()))
                    : OptionalDouble.empty();
        } catch (NumberFormatException garbled) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble threshold(JsonNode version) {
        for (JsonNode check : version.path("checks")) {
            if (check.path("name").asText().equals(CHECK)
                    && check.path("threshold").isNumber()) {
                return OptionalDouble.of(check.path("threshold").asDouble());
            }
        }
        return OptionalDouble.empty();
    }

    /** Whether B = ‖∇L(W)‖/λ; true where λ is not known, which is for the caller to tell. */
    boolean dividesWell() {
        return regularisation.isEmpty()
                || Math.abs(gradientNorm / regularisation.getAsDouble() - distanceBound)
                        <= ROUNDING * Math.abs(distanceBound);
    }

    boolean isWithin() {
        return threshold.isEmpty() || relativeDistanceBound <= threshold.getAsDouble();
    }

    ObjectNode toJson() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("gradientNorm", gradientNorm);
        regularisation.ifPresent(value -> object.put("regularisation", value));
        object.put("distanceBound", distanceBound);
        object.put("relativeDistanceBound", relativeDistanceBound);
        threshold.ifPresent(value -> object.put("threshold", value));
        return object;
    }
}
