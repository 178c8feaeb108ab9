/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

import java.util.List;
import java.util.stream.Collectors;

/** What all checks say together. */
public record Health(List<HealthCheck> checks) {
    public Health {
        checks = List.copyOf(checks);
    }

    /** Of a service whose streams were not made yet. */
    public static Health starting(boolean passed) {
        return new Health(List.of(new HealthCheck("streams", passed, "the service is starting")));
    }

    /** Whether every check passes. */
    public boolean isUp() {
        return checks.stream().allMatch(HealthCheck::passed);
    }

    /** As a JSON object: {@code status} is UP or DOWN, {@code checks} says why. */
    public String toJson() {
        return checks.stream()
                .map(Health::json)
                .collect(Collectors.joining(
                        ",", "{\"status\":\"" + (isUp() ? "UP" : "DOWN") + "\",\"checks\":[", "]}\n"));
    }

    private static String json(HealthCheck check) {
        return "{\"name\":" + quoted(check.name()) + ",\"status\":\"" + (check.passed() ? "UP" : "DOWN")
                + "\",\"detail\":" + quoted(check.detail()) + "}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (character < ' ' || Character.isSurrogate((char) character)) {
                quoted.append(String.format("\\u%04x", character));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('"').toString();
    }
}
