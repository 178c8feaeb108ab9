/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.Seeds;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.job.VerificationSpecification;
import io.expunge.processor.testing.Checks;
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
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.common.utils.Utils;

/**
 * Random deletions and rollbacks, with the real jobs and thorough checks that fail at random. Whatever is made anew, nothing
 * that was forgotten comes back, the job done again ends in the same bits, and once a check passes nobody waits any more.
 */
class RepairSimulationTest {
    private static final int STEPS = 14;
    private static final String MODEL = Sample.MODEL;

    private final Sample sample = new Sample();
    private final JobExecutor executor = sample.executor(2);
    private int number;
    private int repaired;

    @Property(seed = Seeds.PROPERTY, tries = 4, shrinking = ShrinkingMode.OFF)
    void whateverIsMadeAnewNothingForgottenComesBack(@ForAll long script) throws IOException {
        Path directory = Files.createTempDirectory("expunge-repair");
        Map<String, String> changes = Map.of("expunge.verified-when", "deep", "expunge.purge.policy", "keep");
        try (World world = new World(directory, changes, new InMemorySchemaRegistry(), sample.store)) {
            List<Promise> promises =
                    List.of(new NothingResurrected(sample.store), new SameBits(sample.store, Sample.options()));
            Random random = new Random(script);
            world.register(Requests.registration(number++, MODEL, sample.base.hex()));
            world.runJobs(executor);
            for (int step = 0; step < STEPS; step++) {
                step(world, random, promises);
                world.runJobs(executor);
            }
            checked(world, CheckOutcome.PASSED);
            world.runJobs(executor);
            judge(world, promises);
        } finally {
            Utils.delete(directory.toFile());
        }
        assertThat(repaired).as("repairs so far").isPositive();
    }

    private void judge(World world, List<Promise> promises) {
        List<ModelVersionPublished> versions = world.versions();
        repaired += (int) versions.stream()
                .filter(version -> version.getRepairs() != null)
                .count();
        for (Promise promise : promises) {
            versions.forEach(promise::version);
            world.statuses().forEach(promise::status);
            promise.judge();
        }
        List<String> requests = world.statuses().stream()
                .map(RequestStatusChanged::getRequestId)
                .distinct()
                .toList();
        requests.forEach(id -> assertThat(world.states(id)).as(id).last().isNotEqualTo(RequestState.APPLIED));
    }

    private void step(World world, Random random, List<Promise> promises) {
        switch (random.nextInt(8)) {
            case 0 -> rollback(world, random);
            case 1, 2, 3 -> checked(world, CheckOutcome.FAILED);
            case 4 -> checked(world, CheckOutcome.PASSED);
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

    private static void checked(World world, CheckOutcome outcome) {
        Optional<VerificationSpecification> version =
                Optional.ofNullable(world.jobs.versions().get(MODEL));
        version.ifPresent(one -> world.command(Checks.done(one, Checks.certified("planted", outcome))));
    }

    private DeletionRequested request(Random random) {
        Document document = sample.corpus.train().documents().get(random.nextInt(40));
        return switch (random.nextInt(3)) {
            case 0 ->
                Requests.removeClass(
                        number++, MODEL, List.of("science", "sport").get(random.nextInt(2)));
            case 1 -> Requests.removeSubject(number++, MODEL, document.subject().orElseThrow());
            default -> Requests.removeDocuments(number++, MODEL, document.id());
        };
    }
}
