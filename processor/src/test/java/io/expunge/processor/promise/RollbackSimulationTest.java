/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.processor.Seeds;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.Sample;
import io.expunge.processor.testing.World;
import io.expunge.schemas.InMemorySchemaRegistry;
import io.expunge.unlearning.corpus.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.common.utils.Utils;

/**
 * Random deletions, registrations of the first artifact, reinstated classes and rollbacks to random versions, with the real
 * jobs. Whatever is taken up again, nothing that was forgotten comes back, and the job done again ends in the same bits.
 */
class RollbackSimulationTest {
    private static final int STEPS = 16;
    private static final String MODEL = Sample.MODEL;

    private final Sample sample = new Sample();
    private final JobExecutor executor = sample.executor(2);
    private int number;
    private int rolledBack;

    @Property(seed = Seeds.PROPERTY, tries = 5, shrinking = ShrinkingMode.OFF)
    void whateverIsTakenUpAgainNothingForgottenComesBack(@ForAll long script) throws IOException {
        Path directory = Files.createTempDirectory("expunge-rollback");
        try (World world = new World(directory, Map.of(), new InMemorySchemaRegistry(), sample.store)) {
            List<Promise> promises =
                    List.of(new NothingResurrected(sample.store), new SameBits(sample.store, Sample.options()));
            Random random = new Random(script);
            world.register(Requests.registration(number++, MODEL, sample.base.hex()));
            world.runJobs(executor);
            for (int step = 0; step < STEPS; step++) {
                step(world, random, promises);
                world.runJobs(executor);
            }
            List<ModelVersionPublished> versions = world.versions();
            rolledBack += (int) versions.stream()
                    .filter(version -> version.getOperation() == Operation.ROLLED_BACK)
                    .count();
            for (Promise promise : promises) {
                versions.forEach(promise::version);
                world.statuses().forEach(promise::status);
                promise.judge();
            }
        } finally {
            Utils.delete(directory.toFile());
        }
        assertThat(rolledBack).as("rollbacks so far").isPositive();
    }

    private void step(World world, Random random, List<Promise> promises) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> rollback(world, random);
            case 3 -> world.order(Orders.reinstate(number++, MODEL, label(random)));
            case 4 -> world.register(Requests.registration(number++, MODEL, sample.base.hex()));
            default -> {
                DeletionRequested request = request(random);
                promises.forEach(promise -> promise.acknowledged(request));
                world.request(request);
            }
        }
    }

    private void rollback(World world, Random random) {
        int head = world.versions().size();
        world.order(Orders.rollback(number++, MODEL, 1 + random.nextInt(head)));
    }

    private DeletionRequested request(Random random) {
        Document document = sample.corpus.train().documents().get(random.nextInt(40));
        return switch (random.nextInt(3)) {
            case 0 -> Requests.removeClass(number++, MODEL, label(random));
            case 1 -> Requests.removeSubject(number++, MODEL, document.subject().orElseThrow());
            default -> Requests.removeDocuments(number++, MODEL, document.id());
        };
    }

    private static String label(Random random) {
        return List.of("science", "sport", "travel").get(random.nextInt(3));
    }
}
