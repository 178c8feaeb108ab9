/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestState;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.job.Preparation;
import io.expunge.processor.job.PreparationSettings;
import io.expunge.processor.job.StoreJobExecutor;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.TrainedSample;
import io.expunge.processor.testing.World;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.memory.InMemoryModelStore;
import io.expunge.unlearning.ProgressMonitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a request through the whole topology, prepared and not: nobody can tell from the outside. */
class PreparedTopologyTest {
    private static final String MODEL = "newsroom";

    @TempDir
    private Path state;

    private List<ModelVersionPublished> story(ModelStore origin, ContentHash first, boolean prepared) {
        try (World world = new World(state.resolve("prepared-" + prepared), Map.of())) {
            world.store.put(new ArtifactDraft(
                    origin.open(first).lineage(), origin.open(first).contents()));
            StoreJobExecutor executor = new StoreJobExecutor(
                    world.store, ProcessorConfiguration.defaults().unlearning(), 2);
            world.register(Requests.registration(1, MODEL, first.hex()));
            world.runJobs(executor);
            for (int request = 2; request <= 3; request++) {
                if (prepared) {
                    prepareAll(executor, world.jobs.heads().get(MODEL));
                }
                remove(world, request, prepared ? new OnlyPrepared(executor) : executor);
            }
            return world.versions();
        }
    }

    private static void prepareAll(StoreJobExecutor executor, Preparation head) {
        var preparer = executor.preparer(new PreparationSettings(true, 100, 1L << 30));
        preparer.discard(MODEL);
        head.classes().forEach(label -> preparer.prepare(head, label, ProgressMonitor.NONE));
    }

    private static void remove(World world, int request, JobExecutor executor) {
        List<String> classes = world.jobs.heads().get(MODEL).classes();
        world.request(Requests.removeClass(request, MODEL, classes.get(1)));
        world.runJobs(executor);
        assertThat(world.states(Requests.id(request).toString())).endsWith(RequestState.VERIFIED);
    }

    /** Two removals in a row: the second head was prepared after the first answer had been used. */
    @Test
    void preparedVersionsAreTheVersionsThatWouldHaveBeen() {
        try (ModelStore origin = InMemoryModelStore.open()) {
            ContentHash first = TrainedSample.put(origin, MODEL);
            List<ModelVersionPublished> prepared = story(origin, first, true);
            List<ModelVersionPublished> solved = story(origin, first, false);
            assertThat(prepared).hasSize(3);
            for (int version = 0; version < 3; version++) {
                assertThat(prepared.get(version).getContentHash())
                        .isEqualTo(solved.get(version).getContentHash());
                assertThat(prepared.get(version).getChecks())
                        .isEqualTo(solved.get(version).getChecks());
                assertThat(prepared.get(version).getRequestIds())
                        .isEqualTo(solved.get(version).getRequestIds());
                assertThat(prepared.get(version).getBatchId())
                        .isEqualTo(solved.get(version).getBatchId());
            }
        }
    }

    /** Fails when a job would have to solve anything. */
    private record OnlyPrepared(JobExecutor executor) implements JobExecutor {
        @Override
        public io.expunge.processor.command.Command.Outcome execute(
                io.expunge.processor.job.JobSpecification job, ProgressMonitor monitor) {
            return executor.execute(job, new ProgressMonitor() {
                @Override
                public void progress(String stage, long done, long total) {
                    // Only solving is forbidden.
                }

                @Override
                public void checkCancelled() {
                    throw new AssertionError("the answer was prepared and is not used");
                }
            });
        }

        @Override
        public long estimateBytes(io.expunge.processor.job.JobSpecification job) {
            return executor.estimateBytes(job);
        }

        @Override
        public void forgetAllBut(String modelId, java.util.Optional<String> headHash) {
            executor.forgetAllBut(modelId, headHash);
        }
    }
}
