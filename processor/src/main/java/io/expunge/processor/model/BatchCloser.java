/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.RequestState;
import io.expunge.processor.job.JobRunner;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.ReleaseTerms;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.Reason;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.HonouredDeletions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the open requests of a model the next batch as soon as nothing is in flight, and hands it to the jobs. Requests
 * are looked at again here, in order, against the head and against each other. Owned by one task.
 */
final class BatchCloser {
    private final ModelStores stores;
    private final Ledger ledger;
    private final Outbox outbox;
    private final JobRunner jobs;
    private final ModelPolicy policy;
    private final Rollbacks rollbacks;
    private final Repairs repairs;
    private final Reinstatements reinstatements;
    private final Erasures erasures;

    BatchCloser(
            ModelStores stores,
            Ledger ledger,
            Outbox outbox,
            JobRunner jobs,
            ModelPolicy policy,
            Rollbacks rollbacks,
            Repairs repairs,
            Reinstatements reinstatements,
            Erasures erasures) {
        this.stores = stores;
        this.ledger = ledger;
        this.outbox = outbox;
        this.jobs = jobs;
        this.policy = policy;
        this.rollbacks = rollbacks;
        this.repairs = repairs;
        this.reinstatements = reinstatements;
        this.erasures = erasures;
    }

    /**
     * Closes batches until one is in flight or nothing is due; none for a paused model.
     *
     * @return whether more is due than one record may settle
     */
    boolean close(String modelId, long at) {
        boolean settled = false;
        while (stores.model(modelId).mayStartBatch()) {
            Optional<BatchInFlight> first = beforeRequests(modelId);
            if (first.isPresent()) {
                putInFlight(modelId, first.get());
                resubmit(modelId);
                return false;
            }
            List<RequestRow> candidates = candidates(modelId);
            if (candidates.isEmpty() || lingers(candidates, at)) {
                return false;
            }
            if (settled) {
                return true;
            }
            List<RequestRow> batch = select(modelId, candidates, at);
            settled = batch.isEmpty();
            if (!settled) {
                start(modelId, batch, at);
            }
        }
        return false;
    }

    /**
     * What goes before the requests that wait, which are then served on a head that was asked for and is sound. A rollback
     * first: it takes the place of a head that is to be trained again, which then need not be.
     */
    private Optional<BatchInFlight> beforeRequests(String modelId) {
        return rollbacks.next(modelId).or(() -> repairs.next(modelId));
    }

    private void putInFlight(String modelId, BatchInFlight batch) {
        stores.putModel(modelId, stores.model(modelId).withInFlight(Optional.of(batch)));
    }

    /** Hands the batch in flight to the jobs again, as after a restart. */
    void resubmit(String modelId) {
        ModelState state = stores.model(modelId);
        state.inFlight().ifPresent(batch -> jobs.submit(specification(modelId, state, batch)));
    }

    /** The requests of a batch, in its order. */
    List<RequestRow> rows(String modelId, BatchInFlight batch) {
        List<RequestRow> rows = new ArrayList<>(batch.size());
        for (int index = 0; index < batch.size(); index++) {
            stores.batchRow(modelId, batch.batchId(), index)
                    .flatMap(row -> stores.request(modelId, row.requestId()))
                    .ifPresent(rows::add);
        }
        return rows;
    }

    private List<RequestRow> candidates(String modelId) {
        ModelState state = stores.model(modelId);
        if (!state.isPublished()) {
            Optional<RequestRow> registration = firstRegistration(modelId);
            if (registration.isPresent()) {
                return List.of(registration.get());
            }
        }
        int limit = Math.min(policy.maximumBatchSize(), state.batchLimit());
        List<RequestRow> rows = new ArrayList<>();
        for (String requestId : stores.queued(modelId, limit)) {
            stores.request(modelId, requestId).ifPresent(rows::add);
        }
        return rows;
    }

    /** Until a first version exists there is nothing a request could be served on, however many wait in front. */
    private Optional<RequestRow> firstRegistration(String modelId) {
        return stores.queued(modelId, Integer.MAX_VALUE).stream()
                .map(requestId -> stores.request(modelId, requestId))
                .flatMap(Optional::stream)
                .filter(row -> row.entry() instanceof IntakeEntry.Registration)
                .findFirst();
    }

    private boolean lingers(List<RequestRow> candidates, long at) {
        if (policy.lingerMillis() == 0 || candidates.size() >= policy.maximumBatchSize()) {
            return false;
        }
        long oldest = candidates.stream()
                .mapToLong(row -> row.transitions().get(0).at())
                .min()
                .orElse(at);
        return at - oldest < policy.lingerMillis();
    }

    /**
     * Takes a batch off the queue: one registration, or requests of one method that can be served together. What an operator
     * accepts for some requests must not be spent on others.
     */
    private List<RequestRow> select(String modelId, List<RequestRow> candidates, long at) {
        ModelState state = stores.model(modelId);
        RequestRow first = candidates.get(0);
        if (first.entry() instanceof IntakeEntry.Registration) {
            dequeue(first);
            return quarantinedForContent(first, at) ? List.of() : List.of(first);
        }
        ClassProjection projection = new ClassProjection(state);
        List<RequestRow> batch = new ArrayList<>();
        int settled = 0;
        for (RequestRow row : candidates) {
            if (!(row.entry() instanceof IntakeEntry.Request request)
                    || !method(row).equals(method(first))
                    || !row.lossAcceptedBy().equals(first.lossAcceptedBy())) {
                break;
            }
            dequeue(row);
            if (!settled(row, request, state, projection, at)) {
                batch.add(row);
            } else if (++settled >= policy.statusSlice()) {
                break;
            }
        }
        return batch;
    }

    private boolean settled(
            RequestRow row, IntakeEntry.Request request, ModelState state, ClassProjection projection, long at) {
        if (!state.isPublished()) {
            ledger.move(row, RequestState.REJECTED, at, Reasons.unknownModel(request.modelId()));
            return true;
        }
        if (quarantinedForContent(row, at)) {
            return true;
        }
        if (!(request.target() instanceof RemovalTarget.OfClass ofClass)) {
            return false;
        }
        if (state.removedClasses().contains(ofClass.label()) && !state.classes().contains(ofClass.label())) {
            reinstatements.end(List.of(row), at);
            if (state.mending().isUnsound()) {
                ledger.move(row, RequestState.QUARANTINED, at, Reasons.unsound(state.version(), state.mending()));
                return true;
            }
            Reason reason = Reasons.alreadyRemoved(ofClass.label(), state.version());
            ledger.move(row.withVersion(state.version(), 0), RequestState.VERIFIED, at, reason);
            return true;
        }
        if (!state.classes().contains(ofClass.label()) && erasures.mayHold(request.modelId(), ofClass.label())) {
            return false; // dropped by a registration, which forgot nothing: an older version must not bring it back
        }
        Optional<Reason> refusal = projection.remove(ofClass.label());
        refusal.ifPresent(reason -> ledger.move(row, RequestState.REJECTED, at, reason));
        return refusal.isPresent();
    }

    /**
     * Retried by an operator before its topic was read again: to serve a request would be to say that nothing is held, and
     * a registration would be refused for an artifact that nobody named.
     */
    private boolean quarantinedForContent(RequestRow row, long at) {
        if (!row.isContentKnown()) {
            ledger.move(row, RequestState.QUARANTINED, at, Reasons.lostContent(row.entry()));
        }
        return !row.isContentKnown();
    }

    private void start(String modelId, List<RequestRow> rows, long at) {
        ModelState state = stores.model(modelId);
        boolean registration = rows.get(0).entry() instanceof IntakeEntry.Registration;
        String method = method(rows.get(0));
        String batchId = BatchId.of(
                modelId,
                state.headHash(),
                method,
                policy,
                rows,
                registration ? stores.remembered(modelId) : HonouredDeletions.NONE,
                registration ? state.returns().reinstated() : List.of(),
                terms(modelId, state, registration));
        for (int index = 0; index < rows.size(); index++) {
            stores.putBatchRow(
                    modelId,
                    batchId,
                    index,
                    BatchRow.open(rows.get(index).entry().id()));
        }
        BatchInFlight.Kind kind = registration ? BatchInFlight.Kind.REGISTRATION : BatchInFlight.Kind.REQUESTS;
        putInFlight(modelId, new BatchInFlight(batchId, kind, method, rows.size()));
        Reason reason = Reasons.batched(rows.size());
        outbox.add(modelId, new OutboxEntry(batchId, RequestState.BATCHED, at, 0, reason, 0, rows.size(), false));
        resubmit(modelId);
    }

    /** A registration may bring in what was forgotten, to have it removed once more. */
    private ReleaseTerms terms(String modelId, ModelState state, boolean registration) {
        return registration
                ? policy.release().again(modelId, state.account())
                : policy.release().first(modelId);
    }

    private JobSpecification specification(String modelId, ModelState state, BatchInFlight batch) {
        if (batch.kind() == BatchInFlight.Kind.ROLLBACK) {
            return rollbacks.specification(modelId, state, batch);
        }
        if (batch.kind() == BatchInFlight.Kind.REPAIR) {
            return repairs.specification(modelId, state, batch);
        }
        List<RequestRow> rows = rows(modelId, batch);
        if (batch.kind() == BatchInFlight.Kind.REGISTRATION) {
            IntakeEntry.Registration registration =
                    (IntakeEntry.Registration) rows.get(0).entry();
            return new JobSpecification.Admission(
                    modelId,
                    batch.batchId(),
                    state.headHash(),
                    registration.id(),
                    registration.artifact(),
                    registration.registeredBy(),
                    stores.remembered(modelId),
                    state.returns().reinstated(),
                    terms(modelId, state, true));
        }
        List<JobSpecification.Wanted> wanted = rows.stream()
                .map(row -> (IntakeEntry.Request) row.entry())
                .map(request -> new JobSpecification.Wanted(request.id(), request.target()))
                .toList();
        return new JobSpecification.Unlearning(
                modelId,
                batch.batchId(),
                state.headHash(),
                batch.method(),
                wanted,
                rows.get(0).lossAcceptedBy(),
                terms(modelId, state, false));
    }

    private void dequeue(RequestRow row) {
        stores.dequeue(row.entry().modelId(), Ledger.dueBy(row.entry()), row.arrival());
    }

    private String method(RequestRow row) {
        return row.entry() instanceof IntakeEntry.Request request
                ? request.method().orElse(policy.defaultMethod())
                : "";
    }
}
