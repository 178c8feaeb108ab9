/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises in a storm; runs only in profile {@code long}. */
@Tag("faults-long")
class LongFaultsIT {
    private static final int REQUESTS = 1_000;
    private static final int SECONDS = Integer.getInteger("expunge.faults.seconds", 600);

    @TempDir
    private Path directory;

    @Test
    void aThousandRequestsSurviveAStorm() throws Exception {
        StormPlan plan = StormPlan.of(Seeds.faults(), Duration.ofSeconds(SECONDS), REQUESTS);
        try (Storm storm = new Storm(directory, plan, fault -> {})) {
            StormReport report = storm.run();
            System.out.println(report.text());
            assertThat(report.lost()).isZero();
            assertThat(report.deadLetters()).isEmpty();
        }
    }
}
