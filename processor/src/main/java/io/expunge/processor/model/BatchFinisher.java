/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.RequestState;
import io.expunge.processor.command.Command.JobDone;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.command.QueuedRollback;
import io.expunge.processor.command.Repair;
import io.expunge.processor.command.Returns;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.Reason;
import io.expunge.processor.request.RemovalTarget;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what a job found out, if it is the job of the batch in flight on the head: this is the commit point, one small
 * transaction with the version event, the head, the batch's state and the audit record. Owned by one task.
 */
final class BatchFinisher {
    private static final Logger LOG = LoggerFactory.getLogger(BatchFinisher.class);

    private final ModelStores stores;
    private final Ledger ledger;
    private final Outbox outbox;
    private final BatchCloser closer;
    private final Rollbacks rollbacks;
    private final Repairs repairs;
    private final Reinstatements reinstatements;
    private final Erasures erasures;
    private final Releases releases;
    private final Consumer<ModelOutput> output;

    BatchFinisher(
            ModelStores stores,
            Ledger ledger,
            Outbox outbox,
            BatchCloser closer,
            Rollbacks rollbacks,
            Repairs repairs,
            Reinstatements reinstatements,
            Erasures erasures,
            Releases releases,
            Consumer<ModelOutput> output) {
        this.stores = stores;
        this.ledger = ledger;
        this.outbox = outbox;
        this.closer = closer;
        this.rollbacks = rollbacks;
        this.repairs = repairs;
        this.reinstatements = reinstatements;
        this.erasures = erasures;
        this.releases = releases;
        this.output = output;
    }

    void finish(JobDone done) {
        ModelState state = stores.model(done.modelId());
        Optional<BatchInFlight> batch =
                state.inFlight().filter(flying -> flying.batchId().equals(done.batchId()));
        if (batch.isEmpty() || !state.headHash().equals(done.baseHash())) {
            LOG.debug("job of batch {} of model {} is not awaited; ignored", done.batchId(), done.modelId());
            return;
        }
        apply(done, state, batch.get());
    }

    private void apply(JobDone done, ModelState state, BatchInFlight batch) {
        Outcome outcome = done.outcome();
        if (outcome instanceof Outcome.Produced produced) {
            publish(done, state, batch, produced);
        } else if (outcome instanceof Outcome.NothingToDo nothing) {
            settle(done, state, batch, nothing);
        } else if (outcome instanceof Outcome.Failed failed) {
            fail(done, state, batch, failed.reason());
        } else if (outcome instanceof Outcome.Refused refused) {
            refuse(done, state, batch, refused.reason());
        }
    }

    private void publish(JobDone done, ModelState state, BatchInFlight batch, Outcome.Produced produced) {
        ModelVersionPublished draft = produced.draft();
        long version = state.version() + 1;
        Optional<QueuedRollback> rollback =
                batch.kind() == BatchInFlight.Kind.ROLLBACK ? state.returns().rollback() : Optional.empty();
        AuditRecorded audit = AuditChain.next(
                done.modelId(),
                state,
                AuditKind.VERSION_PUBLISHED,
                done.at(),
                facts(draft, version, batch, rollback, repairs(state, batch)));
        ReleaseAccount account = releases.charged(state, draft, batch.kind());
        ModelVersionPublished event = event(done, state, batch, draft, audit, rollback, account);
        stores.putModel(
                done.modelId(),
                state.withHead(
                                version,
                                draft.getContentHash(),
                                draft.getClasses(),
                                removedClasses(
                                        state,
                                        draft.getClassesRemoved(),
                                        closer.rows(done.modelId(), batch),
                                        draft.getClasses()))
                        .withAudit(audit.getSequence(), audit.getHash())
                        .withInFlight(Optional.empty())
                        .withBatchLimit(grown(state.batchLimit()))
                        .withReturns(returns(state, rollback))
                        .withAccount(account));
        stores.putVersionArtifact(done.modelId(), version, draft.getContentHash());
        output.accept(new ModelOutput.Audit(audit));
        output.accept(new ModelOutput.Version(event));
        output.accept(new ModelOutput.Head(event));
        releases.published(done.modelId(), draft, state.account(), done.at());
        boolean forgets = draft.getOperation() == Operation.UNLEARNED;
        erasures.published(done.modelId(), state, draft.getContentHash(), forgets, produced.served(), done.at());
        if (batch.kind() == BatchInFlight.Kind.REGISTRATION) {
            erasures.registered(done.modelId(), done.at());
        }
        repairs.published(done, batch, draft.getOperation());
        if (rollback.isPresent()) { // there is no request to be told
            rollbacks.done(done, rollback.get(), version);
        } else if (batch.kind() != BatchInFlight.Kind.REPAIR) {
            serve(done, batch, produced.served(), version);
        }
    }

    private ModelVersionPublished event(
            JobDone done,
            ModelState state,
            BatchInFlight batch,
            ModelVersionPublished draft,
            AuditRecorded audit,
            Optional<QueuedRollback> rollback,
            ReleaseAccount account) {
        return ModelVersionPublished.newBuilder(draft)
                .setVersion(state.version() + 1)
                .setParent(state.isPublished() ? Long.valueOf(state.version()) : null)
                .setParentContentHash(state.isPublished() ? state.headHash() : null)
                .setPublishedAt(Instant.ofEpochMilli(done.at()))
                .setBatchId(batch.batchId())
                .setAuditHash(audit.getHash())
                .setIndistinguishability(releases.told(draft, account))
                .setRolledBackTo(rollback.map(QueuedRollback::to).orElse(null))
                .setRepairs(repairs(state, batch).orElse(null))
                .build();
    }

    /** The version whose verdict asked for this batch, if one did. */
    private static Optional<Long> repairs(ModelState state, BatchInFlight batch) {
        return batch.kind() == BatchInFlight.Kind.REPAIR
                ? state.mending().queued().map(Repair::version)
                : Optional.empty();
    }

    private void serve(JobDone done, BatchInFlight batch, List<Served> served, long version) {
        reinstatements.end(closer.rows(done.modelId(), batch), done.at());
        keepServed(done.modelId(), batch, served);
        stores.putPublishedBatch(
                done.modelId(), version, new PublishedBatch(batch.batchId(), batch.size(), false, false));
        boolean registration = batch.kind() == BatchInFlight.Kind.REGISTRATION;
        Reason reason = registration ? Reasons.admitted(version) : Reasons.applied(version);
        owe(done, batch, RequestState.APPLIED, version, reason, false);
    }

    private static Returns returns(ModelState state, Optional<QueuedRollback> rollback) {
        Returns returns = state.returns().withHead(rollback.map(QueuedRollback::to));
        return rollback.isPresent() ? returns.withRollback(Optional.empty()) : returns;
    }

    private void settle(JobDone done, ModelState state, BatchInFlight batch, Outcome.NothingToDo nothing) {
        if (batch.kind() == BatchInFlight.Kind.REPAIR) {
            repairs.notNeeded(done);
            return;
        }
        if (state.mending()
                .queued()
                .isPresent()) { // what the head does not hold is asked of the one that comes instead
            stores.putModel(done.modelId(), state.withInFlight(Optional.empty()));
            putBack(done.modelId(), batch);
            return;
        }
        List<RequestRow> rows = closer.rows(done.modelId(), batch);
        List<String> removed = removedClasses(state, List.of(), rows, state.classes());
        stores.putModel(
                done.modelId(),
                state.withHead(state.version(), state.headHash(), state.classes(), removed)
                        .withInFlight(Optional.empty())
                        .withBatchLimit(grown(state.batchLimit())));
        reinstatements.end(rows, done.at());
        // Honoured all the same: a model trained before the request could bring in what this one does not hold.
        for (RequestRow row : rows) {
            if (row.entry() instanceof IntakeEntry.Request request) {
                stores.remember(done.modelId(), request.target());
            }
        }
        if (state.mending().isUnsound()) { // its data hold nothing of it, which says little about its parameters
            owe(
                    done,
                    batch,
                    RequestState.QUARANTINED,
                    state.version(),
                    Reasons.unsound(state.version(), state.mending()),
                    true);
            return;
        }
        erasures.nothingHeld(
                done.modelId(), nothing.served().stream().map(Served::requestId).toList(), done.at());
        keepServed(done.modelId(), batch, nothing.served());
        owe(done, batch, RequestState.VERIFIED, state.version(), Reasons.nothingHeld(state.version()), true);
    }

    private void refuse(JobDone done, ModelState state, BatchInFlight batch, Reason reason) {
        if (batch.kind() == BatchInFlight.Kind.ROLLBACK) {
            rollbacks.refuse(done, reason);
            return;
        }
        if (batch.kind() == BatchInFlight.Kind.REPAIR) {
            repairs.refuse(done, reason);
            return;
        }
        AuditRecorded audit = AuditChain.next(
                done.modelId(),
                state,
                AuditKind.REGISTRATION_REFUSED,
                done.at(),
                Map.of("batchId", batch.batchId(), "reason", reason.code().name()));
        stores.putModel(
                done.modelId(), state.withInFlight(Optional.empty()).withAudit(audit.getSequence(), audit.getHash()));
        output.accept(new ModelOutput.Audit(audit));
        erasures.registered(done.modelId(), done.at());
        owe(done, batch, RequestState.REJECTED, state.version(), reason, true);
    }

    /** One request that cannot be served must not take the others down: halve the batch until it is alone. */
    private void fail(JobDone done, ModelState state, BatchInFlight batch, Reason reason) {
        if (batch.kind() == BatchInFlight.Kind.ROLLBACK) {
            rollbacks.refuse(done, reason);
            return;
        }
        if (batch.kind() == BatchInFlight.Kind.REPAIR) {
            repairs.refuse(done, reason);
            return;
        }
        stores.putModel(
                done.modelId(), state.withInFlight(Optional.empty()).withBatchLimit(Math.max(1, batch.size() / 2)));
        if (batch.kind() == BatchInFlight.Kind.REGISTRATION) {
            erasures.registered(done.modelId(), done.at());
        }
        if (batch.size() == 1) {
            owe(done, batch, RequestState.QUARANTINED, state.version(), reason, true);
            return;
        }
        putBack(done.modelId(), batch);
    }

    private void putBack(String modelId, BatchInFlight batch) {
        closer.rows(modelId, batch).forEach(ledger::enqueue);
        for (int index = 0; index < batch.size(); index++) {
            stores.deleteBatchRow(modelId, batch.batchId(), index);
        }
    }

    private void owe(JobDone done, BatchInFlight batch, RequestState next, long version, Reason reason, boolean last) {
        outbox.add(
                done.modelId(),
                new OutboxEntry(batch.batchId(), next, done.at(), version, reason, 0, batch.size(), last));
    }

    private void keepServed(String modelId, BatchInFlight batch, List<Served> served) {
        for (int index = 0; index < served.size(); index++) {
            Served one = served.get(index);
            stores.putBatchRow(
                    modelId,
                    batch.batchId(),
                    index,
                    new BatchRow(one.requestId(), one.documentsRemoved(), one.reason()));
        }
    }

    /**
     * A class that only an older version holds is removed too when somebody asks. One that a registration brings in again is
     * no longer a removed one.
     */
    private static List<String> removedClasses(
            ModelState state, List<String> gone, List<RequestRow> rows, List<String> classes) {
        Set<String> removed = new LinkedHashSet<>(state.removedClasses());
        removed.addAll(gone);
        for (RequestRow row : rows) {
            if (row.entry() instanceof IntakeEntry.Request request
                    && request.target() instanceof RemovalTarget.OfClass ofClass) {
                removed.add(ofClass.label());
            }
        }
        classes.forEach(removed::remove);
        return List.copyOf(removed);
    }

    private static Map<String, String> facts(
            ModelVersionPublished draft,
            long version,
            BatchInFlight batch,
            Optional<QueuedRollback> rollback,
            Optional<Long> repairs) {
        Map<String, String> facts = new TreeMap<>();
        repairs.ifPresent(failed -> facts.put("repairs", Long.toString(failed)));
        facts.put("version", Long.toString(version));
        facts.put(
                "operation",
                draft.getOperation() == Operation.UNKNOWN
                        ? ""
                        : draft.getOperation().name());
        facts.put("contentHash", draft.getContentHash());
        facts.put("batchId", batch.batchId());
        facts.put("requestCount", Integer.toString(draft.getRequestCount()));
        facts.put("documentsRemoved", Integer.toString(draft.getDocumentsRemoved()));
        Optional.ofNullable(draft.getIndistinguishability()).ifPresent(promised -> {
            facts.put("epsilon", Double.toString(promised.getEpsilon()));
            facts.put("delta", Double.toString(promised.getDelta()));
            facts.put("distance", Double.toString(promised.getDistance()));
        });
        rollback.ifPresent(queued -> {
            facts.put("rolledBackTo", Long.toString(queued.to()));
            facts.put(OrderRecord.ORDER_ID, queued.orderId());
        });
        return facts;
    }

    private static int grown(int limit) {
        return limit > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : limit * 2;
    }
}
