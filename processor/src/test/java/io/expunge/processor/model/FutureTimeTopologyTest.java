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
import java.time.Instant;
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

    @Test
    void aVersionThatWasMadeByAClockRunningAheadIsNotOfTomorrow() {
        try (World world = new World(state, Map.of())) {
            world.register(Requests.registration(1, "news", "a".repeat(64)));
            JobSpecification job = world.jobs.take().get(0);
            Instant tomorrow = World.START.plus(Duration.ofDays(1));
            world.command(new Command.JobDone(
                    tomorrow.toEpochMilli(),
                    job.modelId(),
                    job.batchId(),
                    job.baseHash(),
                    Outcomes.admitted(job, List.of("culture", "sport"))));
            Instant latest = World.START.plus(Duration.ofMinutes(1));
            assertThat(world.versions()).hasSize(1).allMatch(version -> version.getPublishedAt()
                    .isBefore(latest));
            assertThat(world.audit()).hasSize(1).allMatch(record -> record.getRecordedAt()
                    .isBefore(latest));
            assertThat(world.statuses()).hasSizeGreaterThan(2).allSatisfy(status -> assertThat(status.getTransitions())
                    .allMatch(transition -> transition.getAt().isBefore(latest)));
        }
    }

    @Test
    void aRequestByAClockRunningAheadIsAnsweredWithTheTimeOfNow() {
        try (World world = new World(state, Map.of())) {
            world.request(Requests.removeClass(1, "nobody", "sport"), World.START.plus(Duration.ofDays(1)));
            long latest = World.START.plus(Duration.ofMinutes(1)).toEpochMilli();
            assertThat(world.everythingProduced().get("expunge.request-status"))
                    .hasSize(1)
                    .allMatch(record -> record.timestamp() <= latest);
        }
    }
}
