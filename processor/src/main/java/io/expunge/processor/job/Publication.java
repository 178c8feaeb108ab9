/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.store.ContentHash;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.Operation;
import io.expunge.store.Provenance;
import io.expunge.store.ServedRequest;
import java.util.List;
import java.util.Optional;

/** The last step of a job, where a result meets the batch that asked for it. Stateless. */
final class Publication {
    private Publication() {}

    static Lineage lineage(JobSpecification.Unlearning job, Provenance provenance) {
        return new Lineage(
                job.modelId(),
                Optional.of(new ContentHash(job.baseHash())),
                Operation.UNLEARNED,
                Optional.of(job.batchId()),
                provenance);
    }

    static List<ServedRequest> requests(List<Served> served) {
        return served.stream()
                .map(one -> new ServedRequest(one.requestId(), one.documentsRemoved()))
                .toList();
    }

    static Outcome outcome(
            ModelStore store,
            JobSpecification.Unlearning job,
            ModelVersionPublished facts,
            ContentHash hash,
            List<Served> served) {
        ModelVersionPublished draft = ModelVersionPublished.newBuilder(facts)
                .setContentHash(hash.hex())
                .setLocation(store.location(hash).toString())
                .setRequestCount(job.requests().size())
                .setRequestIds(job.requests().stream()
                        .limit(VersionDraft.IDS_NAMED)
                        .map(JobSpecification.Wanted::requestId)
                        .toList())
                .build();
        return new Outcome.Produced(draft, served);
    }
}
