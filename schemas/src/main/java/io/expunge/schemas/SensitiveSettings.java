/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which settings must never be shown, and how a text is made without them. Rather one too many is hidden than one too
 * few: the list is of words that may occur anywhere in a key. Stateless.
 */
public final class SensitiveSettings {
    /** What stands in place of a value. */
    public static final String HIDDEN = "[hidden]";

    private static final Set<String> WORDS = Set.of(
            "password", "passwd", "secret", "jaas", "token", "credential", "user.info", "keystore.key", "api.key");

    // Up to the last @: passwords that should have been escaped hold slashes and such signs themselves.
    private static final Pattern USER_INFO = Pattern.compile("//\\S*@");

    private SensitiveSettings() {}

    /** Whether the value of a setting is a secret or holds one. */
    public static boolean isSensitive(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains);
    }

    /** Settings as a text, in order, without their secrets. */
    public static String text(Map<String, ?> settings) {
        Map<String, String> shown = new TreeMap<>();
        settings.forEach((key, value) -> shown.put(key, isSensitive(key) ? HIDDEN : withoutUserInfo("" + value)));
        return shown.toString();
    }

    /**
     * A text in which no URL has a user and a password in front of its host. What stands before the last @ of a word goes,
     * a path or another URL of the same word included: where a password ends cannot be told if it was not escaped.
     */
    public static String withoutUserInfo(String text) {
        return USER_INFO.matcher(text).replaceAll("//");
    }

    /** Whether a URL has, or may have, a user or a password in front of its host: any @ counts. */
    public static boolean hasUserInfo(String url) {
        return USER_INFO.matcher(url).find();
    }
}
