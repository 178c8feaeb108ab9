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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The alert rules that go with the service. */
public final class AlertRules {
    /** Seen from the module. */
    public static final Path FILE = Path.of("src/main/resources/io/expunge/processor/expunge-alerts.yml");

    private static final Pattern METRIC = Pattern.compile("\\b(expunge|kafka|jvm|process|system)_[a-z0-9_]+");

    /** From the key to the next one, for an expression may go over several lines. */
    private static final Pattern EXPRESSION = Pattern.compile("(?ms)^ *expr:.*?(?=^ *(?:[a-z]+:|- alert:|#))");

    private AlertRules() {}

    /** Every metric that rules name, but for those in {@link #metricsOfReleases}: all running services tell them. */
    public static Set<String> metricsOfAllServices() {
        Set<String> all = metrics();
        all.removeAll(metricsOfReleases());
        return all;
    }

    /** Metrics that rules name and that are only there for models released with noise. */
    public static Set<String> metricsOfReleases() {
        return metrics().stream()
                .filter(metric -> metric.startsWith("expunge_indistinguishability_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every metric an expression names. */
    public static Set<String> metrics() {
        try {
            return EXPRESSION
                    .matcher(Files.readString(FILE))
                    .results()
                    .flatMap(expression -> METRIC.matcher(expression.group()).results())
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
