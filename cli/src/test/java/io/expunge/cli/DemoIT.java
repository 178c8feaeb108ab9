/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo from an empty directory to a certified removal, on the user's own file. */
class DemoIT {
    @TempDir
    private Path directory;

    @Test
    void aClassOfTheUsersFileIsForgotten() throws IOException {
        SampleCorpus.Split sample = SampleCorpus.generate(Seeds.CORPUS, 600);
        Path train =
                CorpusCsv.write(directory.resolve("train.csv"), sample.train().documents());
        Path test = CorpusCsv.write(directory.resolve("test.csv"), sample.test().documents());
        Path export = directory.resolve("export");

        CommandRun run = CommandRun.of(
                "demo",
                "--data",
                train.toString(),
                "--test-data",
                test.toString(),
                "--remove-class",
                "health",
                "--min-df",
                "2",
                "--export",
                export.toString(),
                "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = run.json().get(0);
        assertThat(result.path("forgotten").asBoolean()).isTrue();
        assertThat(result.path("predictedAsRemovedBefore").asInt()).isPositive();
        assertThat(result.path("predictedAsRemovedAfter").asInt()).isZero();
        assertThat(result.path("after").path("classes").toString()).doesNotContain("health");
        assertThat(result.path("after").path("terms").asInt())
                .isLessThan(result.path("before").path("terms").asInt());
        assertThat(export.resolve("version-1/parameters.safetensors")).isNotEmptyFile();
        assertThat(export.resolve("version-2/terms.txt")).isNotEmptyFile();
    }
}
