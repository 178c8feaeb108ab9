/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.RequestState;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for what. */
class ModelQueueTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "sport");

    @TempDir
    private Path state;

    private World world;

    @BeforeEach
    void open() {
        world = new World(state, Map.of("expunge.batch.maximum-size", "1"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private JobSpecification onlyJob() {
        List<JobSpecification> jobs = world.jobs.take();
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    @Test
    void requestsWaitForTheNextRegistrationWhenTheFirstFails() {
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification first = onlyJob();
        world.request(Requests.of(2, MODEL, new ClassRemoval("sport"))
                .setDueBy(World.START.plusSeconds(60))
                .build());
        world.request(Requests.removeClass(3, MODEL, "health"));
        world.register(Requests.registration(4, MODEL, "b".repeat(64)));
        world.done(first, Outcomes.failed());
        JobSpecification second = onlyJob();
        assertThat(second).isInstanceOf(JobSpecification.Admission.class);
        world.done(second, Outcomes.admitted(second, CLASSES));
        assertThat(((JobSpecification.Unlearning) onlyJob()).requests())
                .extracting(JobSpecification.Wanted::requestId)
                .containsExactly(Requests.id(2).toString());
        assertThat(world.states(Requests.id(1).toString())).endsWith(RequestState.QUARANTINED);
        assertThat(world.states(Requests.id(3).toString())).containsExactly(RequestState.RECEIVED);
    }

    @Test
    void aDeadlineBeforeTheEpochIsTheMostUrgent() {
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification admission = onlyJob();
        world.request(Requests.of(2, MODEL, new DocumentRemoval(List.of("d2")))
                .setDueBy(World.START)
                .build());
        world.request(Requests.of(3, MODEL, new DocumentRemoval(List.of("d3")))
                .setDueBy(Instant.parse("1969-12-31T00:00:00Z"))
                .build());
        world.done(admission, Outcomes.admitted(admission, CLASSES));
        assertThat(((JobSpecification.Unlearning) onlyJob()).requests())
                .extracting(JobSpecification.Wanted::requestId)
                .containsExactly(Requests.id(3).toString());
    }

    @Test
    void aModelThatNobodyKnowsLeavesNoStateButItsAnswer() {
        world.request(Requests.removeClass(2, "nobody", "sport"));
        assertThat(world.driver.getKeyValueStore(ModelStores.MODELS).get("nobody"))
                .isNull();
        assertThat(world.states(Requests.id(2).toString())).containsExactly(RequestState.REJECTED);
    }
}
