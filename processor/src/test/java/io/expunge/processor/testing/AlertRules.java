/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The alert rules that go with the service. */
public final class AlertRules {
    /** Seen from the module. */
    public static final Path FILE = Path.of("src/main/resources/io/expunge/processor/expunge-alerts.yml");

    private static final Pattern METRIC = Pattern.compile("\\b(expunge|kafka|jvm|process|system)_[a-z0-9_]+");

    private AlertRules() {}

    /** Every metric an expression names. */
    public static Set<String> metrics() {
        Set<String> found = new TreeSet<>();
        try {
            Files.readAllLines(FILE).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("expr:"))
                    .forEach(line -> {
                        Matcher matcher = METRIC.matcher(line);
                        while (matcher.find()) {
                            found.add(matcher.group());
                        }
                    });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }
}
