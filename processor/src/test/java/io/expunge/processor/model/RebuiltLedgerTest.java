/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static io.expunge.events.RequestState.APPLIED;
import static io.expunge.events.RequestState.FAILED;
import static io.expunge.events.RequestState.QUARANTINED;
import static io.expunge.events.RequestState.REJECTED;
import static io.expunge.events.RequestState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.Seeds;
import io.expunge.processor.cluster.Place;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Repair;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.rebuild.Evidence;
import io.expunge.processor.rebuild.RebuildPlan;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.World;
import io.expunge.schemas.InMemorySchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.kafka.common.utils.Utils;

/**
 * Random lives that lose their ledger at a random moment. A ledger made from what was published, given everything that was
 * ever sent in once more, goes on as the lost one would have.
 */
class RebuiltLedgerTest {
    private static final int STEPS = 60;
    private static final Map<String, String> CHANGES =
            Map.of("expunge.batch.status-slice", "3", "expunge.batch.maximum-size", "6");
    private static final Set<RequestState> ENDED = Set.of(VERIFIED, REJECTED, FAILED);

    private static Path directory;
    private static World lost;
    private static World rebuilt;
    private static int models;

    @BeforeContainer
    static void open() throws IOException {
        directory = Files.createTempDirectory("expunge-rebuild");
        lost = new World(directory.resolve("lost"), CHANGES);
        rebuilt = new World(directory.resolve("rebuilt"), CHANGES, new InMemorySchemaRegistry(), lost.store);
    }

    @AfterContainer
    static void close() throws IOException {
        lost.close();
        rebuilt.close();
        Utils.delete(directory.toFile());
    }

    @Property(seed = Seeds.PROPERTY, tries = 40, shrinking = ShrinkingMode.OFF)
    void aRebuiltLedgerGoesOnWhereTheLostOneStood(@ForAll long script, @ForAll boolean statusesLag) {
        Simulation simulation = new Simulation(lost, "model-" + models++, script);
        for (int step = 0; step < STEPS; step++) {
            simulation.step();
        }
        Map<String, RequestStatusChanged> told = told(simulation, statusesLag);
        RebuildPlan plan = plan(simulation, told);
        ModelState before = state(lost, simulation.modelId());
        List<UnlearningVerified> judged = verdicts(simulation);
        Set<String> served = served(simulation);
        simulation.drain(); // what it does from here on is not known to the rebuilt one

        plant(plan);
        plant(plan); // a second time changes nothing
        ModelState after = state(rebuilt, simulation.modelId());
        assertThat(after.version()).isEqualTo(before.version());
        assertThat(after.headHash()).isEqualTo(before.headHash());
        assertThat(after.classes()).isEqualTo(before.classes());
        List<String> remembered =
                lost.store.remembered().of(simulation.modelId()).classes();
        assertThat(after.removedClasses())
                .containsAll(before.removedClasses())
                .allMatch(label -> before.removedClasses().contains(label) || remembered.contains(label));
        assertThat(after.auditSequence()).isEqualTo(before.auditSequence());
        assertThat(after.auditHash()).isEqualTo(before.auditHash());
        assertThat(after.pause()).isEqualTo(before.pause());
        assertThat(after.returns()).isEqualTo(before.returns());
        assertThat(phase(after)).isEqualTo(phase(before));

        judged.forEach(rebuilt::verdict);
        int versionsBefore = rebuilt.versions().size();
        Set<String> worked = goOn(simulation);

        List<ModelVersionPublished> more =
                rebuilt.versions().subList(versionsBefore, rebuilt.versions().size());
        String parent = before.headHash();
        for (int i = 0; i < more.size(); i++) {
            assertThat(more.get(i).getVersion()).isEqualTo(before.version() + 1 + i);
            assertThat(i == 0 && before.version() == 0 ? "" : more.get(i).getParentContentHash())
                    .isEqualTo(parent);
            parent = more.get(i).getContentHash();
        }
        assertThat(worked).as("what a version serves is not served again").noneMatch(served::contains);
        everyRequestEndsOnce(simulation, told, before.mending().repair().isPresent());
    }

    private static Optional<Repair.Phase> phase(ModelState state) {
        return state.mending().repair().map(Repair::phase);
    }

    private static Set<String> served(Simulation simulation) {
        return simulation.versions().stream()
                .flatMap(version -> simulation.requestsOfBatch(version.getBatchId()).stream())
                .collect(Collectors.toSet());
    }

    /** What the status topic holds; if it lags, nothing of what the newest version did. */
    private static Map<String, RequestStatusChanged> told(Simulation simulation, boolean lags) {
        Map<String, RequestStatusChanged> told = new LinkedHashMap<>();
        long newest = simulation.versions().size();
        for (RequestStatusChanged status : lost.statuses()) {
            if (!status.getModelId().equals(simulation.modelId())) {
                continue;
            }
            if (lags && newest > 0 && status.getState() == APPLIED && status.getModelVersion() == newest) {
                return told;
            }
            told.put(status.getRequestId(), status);
        }
        return told;
    }

    private static List<UnlearningVerified> verdicts(Simulation simulation) {
        verdicts.addAll(lost.verdicts());
        return verdicts.stream()
                .filter(verdict -> verdict.getModelId().equals(simulation.modelId()))
                .toList();
    }

    private static final List<UnlearningVerified> verdicts = new ArrayList<>();

    private static RebuildPlan plan(Simulation simulation, Map<String, RequestStatusChanged> told) {
        Evidence evidence = new Evidence();
        List<ModelVersionPublished> versions = simulation.versions();
        for (int i = 0; i < versions.size(); i++) {
            evidence.version(new Place(0, i), versions.get(i));
            evidence.head(versions.get(i));
        }
        simulation.audit().forEach((AuditRecorded record) -> evidence.audit(record));
        told.values().forEach(evidence::status);
        assertThat(evidence.problems()).isEmpty();
        return RebuildPlan.of(
                evidence, lost.store, Map.of(simulation.modelId(), simulation.requestIds()), VerifiedWhen.CERTIFIED);
    }

    private static void plant(RebuildPlan plan) {
        assertThat(plan.lost()).isEmpty();
        plan.seeds().forEach(seed -> rebuilt.command(new Command.Seed(World.START.toEpochMilli(), seed)));
    }

    private static ModelState state(World world, String modelId) {
        ModelState state =
                (ModelState) world.driver.getKeyValueStore(ModelStores.MODELS).get(modelId);
        return state == null ? ModelState.unpublished() : state;
    }

    /** Everything that was sent in comes again, and every job ends well. Returns the requests that jobs were given. */
    private static Set<String> goOn(Simulation simulation) {
        Map<String, Integer> times = new HashMap<>();
        simulation.replay(rebuilt);
        rebuilt.command(new Command.Operated(
                World.START.toEpochMilli(), Orders.resume(1_000_000 + models, simulation.modelId())));
        for (List<JobSpecification> jobs = rebuilt.jobs.take(); !jobs.isEmpty(); jobs = rebuilt.jobs.take()) {
            for (JobSpecification job : jobs) {
                ids(job).forEach(id -> times.merge(id, 1, Integer::sum));
                List<String> classes = state(rebuilt, job.modelId()).classes();
                rebuilt.done(job, goodEnd(job, classes));
            }
        }
        assertThat(times.values()).as("jobs each request was part of").allMatch(count -> count == 1);
        return times.keySet();
    }

    private static Outcome goodEnd(JobSpecification job, List<String> classes) {
        if (job instanceof JobSpecification.Rollback) {
            return Outcomes.rolledBack(job, classes);
        }
        if (job instanceof JobSpecification.Repair) {
            return Outcomes.repaired(job, classes);
        }
        return job instanceof JobSpecification.Admission
                ? Outcomes.admitted(job, List.of("culture", "health", "science", "sport"))
                : Outcomes.unlearned(job, classes);
    }

    private static List<String> ids(JobSpecification job) {
        if (job instanceof JobSpecification.Rollback || job instanceof JobSpecification.Repair) {
            return List.of();
        }
        return job instanceof JobSpecification.Admission admission
                ? List.of(admission.registrationId())
                : ((JobSpecification.Unlearning) job)
                        .requests().stream()
                                .map(JobSpecification.Wanted::requestId)
                                .toList();
    }

    /** @param mended whether a verdict had failed: a head that could not be mended answers nobody well */
    private static void everyRequestEndsOnce(
            Simulation simulation, Map<String, RequestStatusChanged> told, boolean mended) {
        for (String id : simulation.requestIds()) {
            RequestState before = told.containsKey(id) ? told.get(id).getState() : RequestState.UNKNOWN;
            if (ENDED.contains(before) || before == QUARANTINED) {
                assertThat(rebuilt.states(id, simulation.modelId())).as(id).isEmpty();
            } else {
                RequestStatusChanged end =
                        rebuilt.status(simulation.modelId(), id).orElseThrow();
                Set<RequestState> ends =
                        mended ? Set.of(VERIFIED, REJECTED, FAILED, QUARANTINED) : Set.of(VERIFIED, REJECTED);
                assertThat(end.getState()).as(id).isIn(ends);
            }
        }
    }
}
