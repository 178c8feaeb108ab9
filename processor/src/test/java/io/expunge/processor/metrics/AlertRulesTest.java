/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.testing.AlertRules;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The alert rules; that running services tell every metric they name, HandOverIT and NoisyReleaseIT see. */
class AlertRulesTest {
    private static final Path PAGE = Path.of("..", "src", "site", "markdown", "monitoring.md");

    @Test
    void everyMetricOfAnAlertIsDocumented() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(AlertRules.metrics()).isNotEmpty().allSatisfy(metric -> assertThat(page)
                .contains(metric));
    }

    @Test
    void everyAlertIsDocumented() throws IOException {
        String page = Files.readString(PAGE);
        List<String> alerts = Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(AlertRules.FILE))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(alerts).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(alerts).allSatisfy(alert -> assertThat(page).contains(alert));
    }

    @Test
    void prometheusTakesTheRules() throws Exception {
        promtool("check", "rules", AlertRules.FILE.toString());
    }

    @Test
    void alertsComeWhenTheyShouldAndNotOtherwise() throws Exception {
        promtool("test", "rules", "src/test/resources/prometheus/expunge-alerts.test.yml");
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
        if (!there) {
            System.err.println("NOT TESTED: promtool is not on the PATH; Debian's package prometheus has it.");
        }
        Assumptions.assumeTrue(there, "promtool is not on the PATH");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
