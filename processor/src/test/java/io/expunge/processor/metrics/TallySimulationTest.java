/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.DocumentRemoval;
import io.expunge.processor.Seeds;
import io.expunge.processor.intake.DeadLetter;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.model.ModelStores;
import io.expunge.processor.model.ModelWatch;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import io.expunge.processor.topology.TopologyWatch;
import io.expunge.schemas.InMemorySchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.common.utils.Utils;

/** Whatever happens to a ledger: a tally that follows it says what one made anew from its stores says. */
class TallySimulationTest {
    private static final int STEPS = 60;
    private static final List<String> CLASSES = List.of("health", "politics", "science", "sport", "travel", "weather");

    @Property(seed = Seeds.PROPERTY, tries = 6, shrinking = ShrinkingMode.OFF)
    void followingIsAsGoodAsCountingAnew(@ForAll long script) throws IOException {
        Follower follower = new Follower();
        Path directory = Files.createTempDirectory("expunge-tally");
        try (World world = new World(directory, Map.of(), new InMemorySchemaRegistry(), follower)) {
            Random random = new Random(script);
            for (int step = 0; step < STEPS; step++) {
                act(world, random, step);
                follower.compare();
            }
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    private static void act(World world, Random random, int step) {
        String model = random.nextInt(3) == 0 ? "mail" : "news";
        switch (random.nextInt(6)) {
            case 0 -> world.register(Requests.registration(step, model, "a".repeat(64)));
            case 1 ->
                world.request(Requests.of(step, model, new DocumentRemoval(List.of("d" + step)))
                        .setDueBy(World.START.plusSeconds(random.nextInt(3)))
                        .build());
            case 2 -> world.request(Requests.removeClass(step, model, CLASSES.get(random.nextInt(CLASSES.size()))));
            case 3 -> world.request(Requests.removeClass(step, "nobody-" + step, "science"));
            default -> world.jobs.take().forEach(job -> end(world, random, job));
        }
    }

    private static void end(World world, Random random, JobSpecification job) {
        if (random.nextInt(3) == 0) {
            world.done(job, Outcomes.failed());
        } else if (job instanceof JobSpecification.Admission) {
            world.done(job, Outcomes.admitted(job, CLASSES));
        } else {
            CheckOutcome check = random.nextBoolean() ? CheckOutcome.PASSED : CheckOutcome.FAILED;
            boolean repair = job instanceof JobSpecification.Repair;
            world.done(job, repair ? Outcomes.repaired(job, CLASSES, check) : Outcomes.unlearned(job, CLASSES, check));
        }
    }

    /** Keeps a tally in step and the stores at hand. */
    private static final class Follower implements TopologyWatch, ModelWatch {
        private final ServiceMetrics metrics = new ServiceMetrics(1, java.time.Clock.systemUTC());
        private Optional<ModelStores> stores = Optional.empty();
        private TaskTally tally = TaskTally.empty();

        @Override
        public ModelWatch models() {
            return this;
        }

        @Override
        public TaskWatch open(int partition, ModelStores opened) {
            stores = Optional.of(opened);
            tally = TaskTally.of(opened);
            return metrics.watch(partition, tally);
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            // Not what this is about.
        }

        void compare() {
            assertThat(tally.figures())
                    .isEqualTo(TaskTally.of(stores.orElseThrow()).figures());
        }
    }
}
