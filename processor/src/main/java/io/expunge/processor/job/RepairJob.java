/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.Operation;
import io.expunge.store.Provenance;
import io.expunge.unlearning.ProgressMonitor;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains the head again from zero on its documents, without any that was to be forgotten: of a head whose checks failed
 * neither the parameters nor the arithmetic of its documents can be relied on. The result passes the same gate, compared
 * with the head without everything that is to be honoured, and is a child of the head.
 */
final class RepairJob {
    private final VersionWorkshop workshop;
    private final JobSpecification.Repair job;
    private final ProgressMonitor monitor;

    RepairJob(VersionWorkshop workshop, JobSpecification.Repair job, ProgressMonitor monitor) {
        this.workshop = workshop;
        this.job = job;
        this.monitor = monitor;
    }

    Outcome run() {
        return Refusals.of("The head cannot be trained again from zero", "its artifact is not in the store", () -> {
            // Read anew, not remembered: it may be the files that failed.
            LoadedBase head = workshop.bases().read(job.baseHash());
            return head.lineage().operation() == Operation.TRAINED ? new Outcome.NothingToDo(List.of()) : put(head);
        });
    }

    private Outcome put(LoadedBase head) {
        HonouredDeletions honoured = head.model().honouredDeletions().and(job.remembered());
        RemovalResult result = workshop.cleanse(head, job, JobSpecification.Repair.METHOD, honoured, monitor);
        Lineage lineage = new Lineage(
                job.modelId(),
                Optional.of(head.hash()),
                Operation.UNLEARNED,
                Optional.of(job.batchId()),
                provenance(result.provenance()));
        ContentHash hash = workshop.put(result, lineage);
        return new Outcome.Produced(
                ModelVersionPublished.newBuilder(result.facts())
                        .setContentHash(hash.hex())
                        .setLocation(workshop.store().location(hash).toString())
                        .setRepairs(job.failedVersion())
                        .build(),
                List.of());
    }

    private Provenance provenance(Provenance computed) {
        SortedMap<String, String> configuration = new TreeMap<>(computed.configuration());
        configuration.put("repairs", Long.toString(job.failedVersion()));
        return new Provenance(computed.method(), configuration, computed.dataHash(), computed.jdk());
    }
}
