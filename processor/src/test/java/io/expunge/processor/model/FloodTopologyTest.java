/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ClassRemoval;
import io.expunge.events.RequestState;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Very many requests of one model: the other models do not wait for them, and no record does the work of all. */
class FloodTopologyTest {
    private static final List<String> CLASSES = List.of("culture", "health", "sport", "travel");
    private static final int FLOOD = 1500;
    private static final int BATCH = 500;
    private static final int SLICE = 50;

    @TempDir
    private Path state;

    private World world;

    @BeforeEach
    void open() {
        world = new World(
                state,
                Map.of(
                        "expunge.batch.maximum-size",
                        Integer.toString(BATCH),
                        "expunge.batch.status-slice",
                        Integer.toString(SLICE)));
        publish(1, "flooded");
        publish(2, "quiet");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void publish(int registration, String modelId) {
        world.register(Requests.registration(registration, modelId, "a".repeat(64)));
        JobSpecification job = world.jobs.take().get(0);
        world.done(job, Outcomes.admitted(job, CLASSES));
    }

    private static int id(int index) {
        return 1000 + index;
    }

    private JobSpecification.Unlearning onlyJob() {
        List<JobSpecification> jobs = world.jobs.take();
        assertThat(jobs).hasSize(1);
        return (JobSpecification.Unlearning) jobs.get(0);
    }

    @Test
    void anotherModelIsServedWhileTheFloodWaits() {
        for (int index = 0; index < FLOOD; index++) {
            world.request(Requests.removeDocuments(id(index), "flooded", "d" + index));
        }
        JobSpecification.Unlearning first = onlyJob();
        assertThat(first.requests())
                .as("the first request does not wait for company")
                .hasSize(1);
        world.request(Requests.removeClass(3, "quiet", "sport"));
        JobSpecification.Unlearning quiet = onlyJob();
        assertThat(quiet.modelId()).isEqualTo("quiet");
        world.done(quiet, Outcomes.unlearned(quiet, CLASSES));
        assertThat(world.states(Requests.id(3).toString())).endsWith(RequestState.VERIFIED);
        int batches = 1;
        for (JobSpecification.Unlearning job = first; ; job = onlyJob(), batches++) {
            assertThat(job.modelId()).isEqualTo("flooded");
            world.done(job, Outcomes.unlearned(job, CLASSES));
            if (world.status("flooded", Requests.id(id(FLOOD - 1)).toString())
                    .filter(status -> status.getState() == RequestState.VERIFIED)
                    .isPresent()) {
                break;
            }
        }
        assertThat(batches).as("batches are as big as they may be").isEqualTo(1 + FLOOD / BATCH);
        assertThat(world.versions()).hasSize(2 + 1 + batches);
    }

    /** A class that goes makes every other request for it satisfied: still no more of them a record than a slice. */
    @Test
    void whatIsSettledWithoutAJobIsSettledInSlices() {
        world.request(Requests.removeClass(3, "flooded", "sport"));
        JobSpecification.Unlearning job = onlyJob();
        for (int index = 0; index < 10 * SLICE; index++) {
            world.request(
                    Requests.of(id(index), "flooded", new ClassRemoval("sport")).build());
        }
        world.everythingProduced();
        world.done(job, Outcomes.unlearned(job, CLASSES));
        Map<String, List<TestRecord<byte[], byte[]>>> produced = world.everythingProduced();
        assertThat(produced.get("expunge.request-status")).hasSizeGreaterThanOrEqualTo(10 * SLICE);
        assertThat(produced.get("expunge.commands"))
                .as("records that continue, each for one slice")
                .hasSizeGreaterThanOrEqualTo(9);
        assertThat(world.jobs.take()).isEmpty();
        world.request(Requests.of(9, "flooded", new ClassRemoval("sport")).build());
        assertThat(world.states(Requests.id(9).toString())).endsWith(RequestState.VERIFIED);
    }
}
