/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.cluster.Place;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.Erased;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.command.LedgerSeed;
import io.expunge.processor.command.LedgerSeed.Fact;
import io.expunge.processor.command.LedgerSeed.OfProtection;
import io.expunge.processor.command.LedgerSeed.OfStored;
import io.expunge.processor.command.LedgerSeed.Standing;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.PurgeSpecification;
import io.expunge.processor.job.PurgeSpecification.Target;
import io.expunge.processor.model.VerifiedWhen;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that is made again from the topics purges what the lost one would have purged. */
class ErasureEvidenceTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "science", "sport", "travel");
    private static final Map<String, String> GRACE = Map.of("expunge.purge.policy", "grace");
    private static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @Test
    void whatWasDueIsDueAgainWhatWasPurgedIsNotAndAHoldHolds() {
        ModelEvidence evidence = new ModelEvidence(MODEL);
        try (World lost = new World(first, GRACE)) {
            lost.register(Requests.registration(1, MODEL, "a".repeat(64)));
            lost.jobs.take().forEach(job -> lost.done(job, Outcomes.admitted(job, CLASSES)));
            remove(lost, 2, "sport");
            lost.tick(DAY + 1000);
            purge(lost);
            remove(lost, 3, "travel");
            remove(lost, 4, "science");
            lost.order(Orders.hold(1, MODEL, Optional.of(3L)));
            tell(lost, evidence);
        }
        List<Fact> facts = evidence.erasures(VerifiedWhen.CERTIFIED);
        assertThat(facts.stream().filter(OfStored.class::isInstance).map(OfStored.class::cast))
                .extracting(OfStored::published)
                .containsExactly(2L, 3L, 4L);
        assertThat(facts).filteredOn(OfProtection.class::isInstance).hasSize(1);
        purgesTheSecondVersionOnly(evidence, facts);
    }

    private void purgesTheSecondVersionOnly(ModelEvidence evidence, List<Fact> facts) {
        try (World rebuilt = new World(second, GRACE)) {
            plant(rebuilt, evidence, standing(evidence));
            facts.forEach(fact -> plant(rebuilt, evidence, fact));
            facts.forEach(fact -> plant(rebuilt, evidence, fact)); // seeds may be sent twice
            rebuilt.tick(3 * DAY);
            assertThat(rebuilt.jobs.takePurges()).singleElement().satisfies(purge -> assertThat(purge.targets())
                    .extracting(Target::contentHash)
                    .containsExactly(evidence.versions().get(1).event().getContentHash()));
        }
    }

    @Test
    void whatARequestMadeDueThatFoundNothingIsDueAgain() {
        ModelEvidence evidence = new ModelEvidence(MODEL);
        try (World lost = new World(first, GRACE)) {
            for (int number = 1; number <= 2; number++) {
                lost.register(Requests.registration(
                        number, MODEL, "ab".substring(number - 1, number).repeat(64)));
                lost.jobs.take().forEach(job -> lost.done(job, Outcomes.admitted(job, CLASSES)));
            }
            lost.request(Requests.removeClass(3, MODEL, "sport"));
            for (JobSpecification job : lost.jobs.take()) {
                List<Served> served = List.of(new Served(Requests.id(3).toString(), 0, Optional.empty()));
                lost.done(job, new Command.Outcome.NothingToDo(served));
            }
            lost.statuses().forEach(evidence::status);
            tell(lost, evidence);
        }
        assertThat(evidence.erasures(VerifiedWhen.CERTIFIED).stream()
                        .filter(OfStored.class::isInstance)
                        .map(OfStored.class::cast))
                .filteredOn(stored -> stored.forgotten()
                        .filter(one -> one.verifiedAt().isPresent())
                        .filter(one ->
                                one.requestIds().equals(List.of(Requests.id(3).toString())))
                        .isPresent())
                .extracting(OfStored::published)
                .containsExactly(1L);
    }

    private static void remove(World world, int request, String label) {
        world.request(Requests.removeClass(request, MODEL, label));
        for (JobSpecification job : world.jobs.take()) {
            world.done(job, Outcomes.unlearned(job, CLASSES));
        }
    }

    private static void purge(World world) {
        for (PurgeSpecification purge : world.jobs.takePurges()) {
            List<Erased> erased = purge.targets().stream()
                    .map(target -> new Erased(target.contentHash(), 1, 1))
                    .toList();
            long at = world.processorTime().toEpochMilli();
            world.command(new Command.PurgeDone(at, MODEL, purge.planSequence(), erased, List.of(), List.of(), 0));
        }
    }

    private static void tell(World world, ModelEvidence evidence) {
        long offset = 0;
        for (ModelVersionPublished version : world.versions()) {
            evidence.version(new Place(0, offset++), version);
        }
        world.audit().forEach(evidence::audit);
        world.verdicts().forEach(verdict -> evidence.verdict(new Place(0, 0), verdict));
    }

    private static Standing standing(ModelEvidence evidence) {
        return new Standing(
                evidence.classes(),
                evidence.removedClasses(),
                evidence.auditSequence(),
                evidence.auditHash(),
                4,
                Optional.empty());
    }

    private static void plant(World world, ModelEvidence evidence, Fact fact) {
        world.command(new Command.Seed(
                World.START.toEpochMilli(), new LedgerSeed(MODEL, evidence.version(), evidence.headHash(), fact)));
    }
}
