/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads typed settings; every error names key, value and what would be right. */
final class SettingsReader {
    private final Map<String, String> values;

    SettingsReader(Map<String, String> values) {
        this.values = values;
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null || value.isBlank()) {
            throw new ConfigurationException("setting " + key + " is empty; leave it out to get its default");
        }
        return value.trim();
    }

    int positive(String key) {
        return number(key, Integer::parseInt, value -> value > 0, "a whole number above 0");
    }

    int notNegative(String key) {
        return number(key, Integer::parseInt, value -> value >= 0, "a whole number from 0");
    }

    /** A port to listen on; empty for off. */
    OptionalInt portOrOff(String key) {
        if (text(key).equals("off")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(number(
                key, Integer::parseInt, value -> value >= 0 && value <= 65_535, "off, or a port from 0 to 65535"));
    }

    long notNegativeLong(String key) {
        return number(key, Long::parseLong, value -> value >= 0, "a whole number from 0");
    }

    boolean flag(String key) {
        String value = text(key);
        if (!value.equals("true") && !value.equals("false")) {
            throw wrong(key, value, "true or false");
        }
        return value.equals("true");
    }

    /** An address of a web server; empty where a word stands in its place. */
    Optional<URI> addressUnless(String key, String word) {
        String value = text(key);
        return value.equals(word)
                ? Optional.empty()
                : Optional.of(number(
                        key,
                        URI::create,
                        SettingsReader::isAddress,
                        word + ", or http(s)://HOST or http(s)://HOST:PORT"));
    }

    private static boolean isAddress(URI address) {
        boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        boolean bare = address.getRawPath() == null || Set.of("", "/").contains(address.getRawPath());
        return web && bare && address.getHost() != null && address.getUserInfo() == null && address.getQuery() == null;
    }

    double positiveDecimal(String key) {
        return number(key, Double::parseDouble, value -> value > 0 && Double.isFinite(value), "a number above 0");
    }

    double share(String key) {
        return number(key, Double::parseDouble, value -> value > 0 && value <= 1, "a number above 0 and up to 1");
    }

    double shareBelowOne(String key) {
        return number(key, Double::parseDouble, value -> value > 0 && value < 1, "a number above 0 and below 1");
    }

    /** A share that may be neither nothing nor all; empty for off. */
    OptionalDouble properShareOrOff(String key) {
        if (text(key).equals("off")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(number(
                key, Double::parseDouble, value -> value > 0 && value < 1, "off, or a number above 0 and below 1"));
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        String value = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        throw wrong(key, value, "one of " + java.util.Arrays.toString(type.getEnumConstants()));
    }

    private <T> T number(String key, Function<String, T> parse, Predicate<T> valid, String expected) {
        String value = text(key);
        try {
            T number = parse.apply(value);
            if (valid.test(number)) {
                return number;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(key, value, expected);
        }
        throw wrong(key, value, expected);
    }

    private static ConfigurationException wrong(String key, String value, String expected) {
        return new ConfigurationException("setting " + key + " is '" + value + "'; it must be " + expected);
    }
}
