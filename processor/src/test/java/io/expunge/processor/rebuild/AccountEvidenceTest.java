/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.expunge.events.AuditRecorded;
import io.expunge.processor.cluster.Place;
import io.expunge.processor.command.LedgerSeed;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.model.ModelState;
import io.expunge.processor.model.ModelStores;
import io.expunge.processor.model.ReleaseAccount;
import io.expunge.processor.model.VerifiedWhen;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import io.expunge.store.HonouredDeletions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account of releases with noise, made again from what the topics tell. */
class AccountEvidenceTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "science", "sport");

    @TempDir
    private Path state;

    private static JobSpecification onlyJob(World world) {
        List<JobSpecification> jobs = world.jobs.take();
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    @Test
    void theTopicsTellTheAccountToTheLastRelease() {
        try (World world = new World(
                state,
                Map.of(
                        "expunge.indistinguishability.models", "*",
                        "expunge.indistinguishability.secret", "nobody-reads-it",
                        "expunge.indistinguishability.budget-epsilon", "1.6"))) {
            world.register(Requests.registration(1, MODEL, "a".repeat(64)));
            JobSpecification admission = onlyJob(world);
            world.done(admission, Outcomes.admitted(admission, CLASSES));
            world.request(Requests.removeClass(2, MODEL, "sport"));
            JobSpecification removal = onlyJob(world);
            world.done(removal, Outcomes.withNoise(removal, Outcomes.unlearned(removal, CLASSES)));
            world.order(Orders.rollback(1, MODEL, 1));
            JobSpecification rollback = onlyJob(world);
            world.done(rollback, Outcomes.withNoise(rollback, Outcomes.rolledBack(rollback, CLASSES.subList(0, 3))));

            ReleaseAccount kept = ((ModelState)
                            world.driver.getKeyValueStore(ModelStores.MODELS).get(MODEL))
                    .account();
            LedgerSeed.OfReleases seed = seed(world);
            assertThat(seed.releases()).isEqualTo(kept.spent().releases()).isEqualTo(2);
            assertThat(seed.mu()).isCloseTo(kept.spent().mu(), within(1e-12));
            assertThat(ReleaseAccount.told(seed.mu(), seed.releases(), true)
                            .spent()
                            .squaredMu())
                    .isGreaterThanOrEqualTo(kept.spent().squaredMu());
            assertThat(seed.warned()).isEqualTo(kept.warned()).isTrue();
        }
    }

    private static LedgerSeed.OfReleases seed(World world) {
        ModelEvidence evidence = new ModelEvidence(MODEL);
        List<AuditRecorded> audit = world.audit();
        audit.forEach(evidence::audit);
        world.versions().forEach(version -> evidence.version(new Place(0, version.getVersion()), version));
        ModelSeeds seeds = new ModelSeeds(
                evidence,
                new ServedRequests(evidence, world.store),
                Set.of(),
                HonouredDeletions.NONE,
                VerifiedWhen.CERTIFIED);
        return seeds.seeds().stream()
                .map(LedgerSeed::fact)
                .filter(LedgerSeed.OfReleases.class::isInstance)
                .map(LedgerSeed.OfReleases.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
