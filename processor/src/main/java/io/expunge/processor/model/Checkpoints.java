/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.processor.audit.Checkpoint;
import io.expunge.processor.audit.CheckpointSigner;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts signed checkpoints into the audit chains: behind the records that one consumed record caused, and so in the same
 * transaction. Owned by one task.
 */
final class Checkpoints {
    private final ModelStores stores;
    private final Optional<CheckpointSigner> signer;
    private final Consumer<ModelOutput> output;
    private final Set<String> due = new LinkedHashSet<>();

    Checkpoints(ModelStores stores, Optional<CheckpointSigner> signer, Consumer<ModelOutput> output) {
        this.stores = stores;
        this.signer = signer;
        this.output = output;
    }

    /** Notices what needs a signature. */
    void told(ModelOutput told) {
        if (told instanceof ModelOutput.Audit audit && isDue(audit.event())) {
            due.add(audit.event().getModelId());
        }
    }

    private boolean isDue(AuditRecorded record) {
        return signer.filter(present -> present.isDue(record.getKind(), record.getSequence()))
                .isPresent();
    }

    /** Signs the chains that need it; called when all that a consumed record causes is told. */
    void sign(long at) {
        Set<String> models = Set.copyOf(due);
        due.clear();
        signer.ifPresent(present -> models.stream().sorted().forEach(modelId -> sign(present, modelId, at)));
    }

    private void sign(CheckpointSigner present, String modelId, long at) {
        ModelState state = stores.model(modelId);
        Checkpoint checkpoint = present.sign(modelId, state.auditSequence(), state.auditHash());
        AuditRecorded record = AuditChain.next(modelId, state, AuditKind.CHECKPOINT, at, checkpoint.facts());
        stores.putModel(modelId, state.withAudit(record.getSequence(), record.getHash()));
        output.accept(new ModelOutput.Audit(record));
    }
}
