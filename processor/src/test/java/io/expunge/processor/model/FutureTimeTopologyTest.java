/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.command.Command;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers refuse a record whose time is more than an hour ahead of theirs, and refusing would stop the processor. */
class FutureTimeTopologyTest {
    @TempDir
    private Path state;

    @Test
    void aJobThatEndedByAClockRunningAheadIsWrittenWithTheTimeOfNow() {
        try (World world = new World(state, Map.of())) {
            world.register(Requests.registration(1, "news", "a".repeat(64)));
            JobSpecification job = world.jobs.take().get(0);
            long tomorrow = World.START.plus(Duration.ofDays(1)).toEpochMilli();
            world.command(new Command.JobDone(
                    tomorrow,
                    job.modelId(),
                    job.batchId(),
                    job.baseHash(),
                    Outcomes.admitted(job, List.of("culture", "sport"))));
            long latest = World.START.plus(Duration.ofMinutes(1)).toEpochMilli();
            assertThat(world.everythingProduced())
                    .containsKey("expunge.model-versions")
                    .allSatisfy(
                            (topic, records) -> assertThat(records).allMatch(record -> record.timestamp() <= latest));
        }
    }
}
