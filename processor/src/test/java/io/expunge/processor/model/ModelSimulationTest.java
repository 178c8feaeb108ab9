/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static io.expunge.events.RequestState.APPLIED;
import static io.expunge.events.RequestState.BATCHED;
import static io.expunge.events.RequestState.FAILED;
import static io.expunge.events.RequestState.QUARANTINED;
import static io.expunge.events.RequestState.RECEIVED;
import static io.expunge.events.RequestState.REJECTED;
import static io.expunge.events.RequestState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.Seeds;
import io.expunge.processor.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.kafka.common.utils.Utils;

/**
 * Random requests, repetitions, conflicts, operators' orders, job outcomes, verdicts, wakes and stale results; whatever happens, every request ends once
 * and every version follows from the one before. Each try is a model of its own in one world.
 */
class ModelSimulationTest {
    private static final int STEPS = 60;

    private static final Map<RequestState, Set<RequestState>> ALLOWED = Map.of(
            RECEIVED, Set.of(BATCHED, REJECTED, VERIFIED, QUARANTINED),
            BATCHED, Set.of(BATCHED, APPLIED, VERIFIED, REJECTED, QUARANTINED),
            APPLIED, Set.of(APPLIED, VERIFIED, FAILED),
            VERIFIED, Set.of(),
            REJECTED, Set.of(),
            FAILED, Set.of(),
            QUARANTINED, Set.of(RECEIVED, FAILED));

    private static Path directory;
    private static World world;
    private static int models;

    @BeforeContainer
    static void open() throws IOException {
        directory = Files.createTempDirectory("expunge-simulation");
        world = new World(directory, Map.of("expunge.batch.status-slice", "3", "expunge.batch.maximum-size", "6"));
    }

    @AfterContainer
    static void close() throws IOException {
        world.close();
        Utils.delete(directory.toFile());
    }

    @Property(seed = Seeds.PROPERTY, tries = 50, shrinking = ShrinkingMode.OFF)
    void whateverHappensEveryRequestEndsOnceAndEveryVersionFollows(@ForAll long script) {
        Simulation simulation = new Simulation(world, "model-" + models++, script);
        for (int step = 0; step < STEPS; step++) {
            simulation.step();
        }
        simulation.drain();
        everyRequestEndsOnce(simulation);
        versionsFollowEachOther(simulation);
        theAuditChainIsWhole(simulation);
        everyOrderIsAnsweredOnce(simulation);
        noRequestIsAppliedTwice(simulation);
    }

    private static void everyRequestEndsOnce(Simulation simulation) {
        Map<String, List<RequestStatusChanged>> told = world.statuses().stream()
                .filter(status -> status.getModelId().equals(simulation.modelId()))
                .collect(Collectors.groupingBy(
                        RequestStatusChanged::getRequestId, LinkedHashMap::new, Collectors.toList()));
        assertThat(told.keySet()).isEqualTo(simulation.requestIds());
        told.forEach((id, statuses) -> {
            List<RequestState> states =
                    statuses.stream().map(RequestStatusChanged::getState).toList();
            assertThat(states.get(0)).as("first of %s", states).isIn(RECEIVED, REJECTED);
            for (int i = 1; i < states.size(); i++) {
                assertThat(ALLOWED.get(states.get(i - 1)))
                        .as("%s of %s", states, id)
                        .contains(states.get(i));
            }
            assertThat(states.get(states.size() - 1))
                    .as("end of %s", states)
                    .isIn(VERIFIED, REJECTED, FAILED, QUARANTINED);
            assertThat(statuses.get(statuses.size() - 1).getTransitions())
                    .extracting(transition -> transition.getState())
                    .as("the last status tells the whole way")
                    .isEqualTo(states);
        });
    }

    private static void versionsFollowEachOther(Simulation simulation) {
        List<ModelVersionPublished> versions = simulation.versions();
        for (int i = 0; i < versions.size(); i++) {
            ModelVersionPublished version = versions.get(i);
            assertThat(version.getVersion()).isEqualTo(i + 1);
            if (i == 0) {
                assertThat(version.getParent()).isNull();
                assertThat(version.getParentContentHash()).isNull();
                continue;
            }
            ModelVersionPublished parent = versions.get(i - 1);
            assertThat(version.getParent()).isEqualTo(parent.getVersion());
            assertThat(version.getParentContentHash()).isEqualTo(parent.getContentHash());
            assertThat(version.getRolledBackTo() == null).isEqualTo(version.getOperation() != Operation.ROLLED_BACK);
            if (version.getOperation() == Operation.UNLEARNED) {
                assertThat(parent.getClasses()).containsAll(version.getClasses());
                assertThat(version.getClasses()).hasSizeGreaterThanOrEqualTo(2);
            }
        }
        assertThat(simulation.heads()).isEqualTo(versions);
    }

    private static void theAuditChainIsWhole(Simulation simulation) {
        List<AuditRecorded> chain = simulation.audit();
        String previous = AuditChain.GENESIS;
        for (int i = 0; i < chain.size(); i++) {
            AuditRecorded link = chain.get(i);
            assertThat(link.getSequence()).isEqualTo(i + 1);
            assertThat(link.getPreviousHash()).isEqualTo(previous);
            assertThat(AuditChain.isIntact(link)).isTrue();
            previous = link.getHash();
        }
        assertThat(chain.stream()
                        .filter(link -> link.getKind() == AuditKind.VERSION_PUBLISHED)
                        .map(AuditRecorded::getHash))
                .isEqualTo(simulation.versions().stream()
                        .map(ModelVersionPublished::getAuditHash)
                        .toList());
    }

    /** In the audit log if it was obeyed; the simulation counts the dead letters of the others. */
    private static void everyOrderIsAnsweredOnce(Simulation simulation) {
        List<String> answered = simulation.audit().stream()
                .filter(link -> link.getKind() == AuditKind.OPERATOR)
                .filter(link ->
                        !Set.of("QUEUED", "ENDED").contains(link.getFacts().get("outcome")))
                .map(link -> link.getFacts().get("orderId"))
                .toList();
        assertThat(answered)
                .containsExactlyInAnyOrderElementsOf(simulation.orders().entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private static void noRequestIsAppliedTwice(Simulation simulation) {
        Set<String> applied = new HashSet<>();
        for (ModelVersionPublished version : simulation.versions()) {
            List<String> requests = simulation.requestsOfBatch(version.getBatchId());
            assertThat(requests.isEmpty())
                    .isEqualTo(version.getOperation() == Operation.ROLLED_BACK || version.getRepairs() != null);
            for (String request : requests) {
                assertThat(applied.add(request))
                        .as("%s is applied once", request)
                        .isTrue();
            }
        }
    }
}
