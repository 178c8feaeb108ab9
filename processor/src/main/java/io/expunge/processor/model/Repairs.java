/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.Operation;
import io.expunge.events.RequestState;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.JobDone;
import io.expunge.processor.command.Mending;
import io.expunge.processor.command.Mending.Origin;
import io.expunge.processor.command.Repair;
import io.expunge.processor.command.Repair.Phase;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.request.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What follows a failed verdict on the head: it is trained again from zero, as a new version, once. The wish stands in the
 * model's state and becomes the next batch. Every step is told in the audit log, from which a lost ledger learns it again.
 * Owned by one task.
 */
final class Repairs {
    /** Where the audit log says which step it is. */
    static final String OUTCOME = "outcome";

    static final String FAILED_VERSION = "failedVersion";
    static final String COVERS_FROM = "coversFromVersion";
    static final String CHECKS = "checks";
    static final String VERSION = "version";

    private final ModelStores stores;
    private final Outbox outbox;
    private final ModelPolicy policy;
    private final Consumer<ModelOutput> output;

    Repairs(ModelStores stores, Outbox outbox, ModelPolicy policy, Consumer<ModelOutput> output) {
        this.stores = stores;
        this.outbox = outbox;
        this.policy = policy;
        this.output = output;
    }

    /** The batch of the repair that is to be made, if one is. */
    Optional<BatchInFlight> next(String modelId) {
        ModelState state = stores.model(modelId);
        return state.mending().queued().map(repair -> {
            String batchId = BatchId.ofRepair(
                    modelId,
                    state,
                    policy,
                    repair,
                    stores.remembered(modelId),
                    policy.release().first(modelId));
            return new BatchInFlight(batchId, BatchInFlight.Kind.REPAIR, JobSpecification.Repair.METHOD, 0);
        });
    }

    JobSpecification.Repair specification(String modelId, ModelState state, BatchInFlight batch) {
        return new JobSpecification.Repair(
                modelId,
                batch.batchId(),
                state.headHash(),
                queued(state).version(),
                stores.remembered(modelId),
                policy.release().first(modelId));
    }

    private static Repair queued(ModelState state) {
        return state.mending().queued().orElseThrow(() -> new IllegalStateException("no verdict asks for this repair"));
    }

    /**
     * A verdict failed.
     *
     * @param first the first version it covers
     * @return whether the head is to be trained again because of it, or because of an earlier one
     */
    boolean failed(UnlearningVerified verdict, long first, String checks, long at) {
        String modelId = verdict.getModelId();
        Optional<Repair> known = stores.model(modelId).mending().repair();
        if (known.filter(Repair::isQueued).isPresent()) {
            keep(modelId, known.map(repair -> repair.covering(first)));
            return true;
        }
        long upTo = known.map(Repair::upTo).orElse(0L);
        known.filter(repair -> repair.phase() != Phase.ENDED && repair.isJudgedBy(first, verdict.getVersion()))
                .ifPresent(repair -> end(modelId, repair, checks, at));
        boolean queues = verdict.getVersion() > upTo && concernsHead(verdict);
        if (queues) {
            Repair repair = Repair.queued(Math.max(first, upTo + 1), verdict.getVersion(), checks);
            keep(modelId, Optional.of(repair));
            record(modelId, at, "QUEUED", facts(repair));
        }
        return queues;
    }

    /**
     * Nobody asked for another model than one that was registered as it is. A newer head has a verdict of its own to come
     * that covers this one, unless there is only the gate's, which looks no further back than the version before.
     */
    private boolean concernsHead(UnlearningVerified verdict) {
        ModelState state = stores.model(verdict.getModelId());
        boolean newest = verdict.getVersion() == state.version();
        boolean gateOnly = verdict.getStage() == VerificationStage.PUBLICATION && !policy.thorough();
        return state.mending().head() != Origin.TRAINED
                && (newest || (gateOnly && verdict.getVersion() < state.version()));
    }

    private void end(String modelId, Repair repair, String checks, long at) {
        keep(modelId, Optional.of(repair.ended(repair.upTo())));
        Map<String, String> facts = facts(repair);
        facts.put(VERSION, Long.toString(repair.upTo()));
        facts.put(CHECKS, checks);
        record(modelId, at, "FAILED", facts);
    }

    /** Whether an older look at a version, which a later and closer one overruled, would be taken for the newest. */
    boolean overrules(UnlearningVerified verdict) {
        return verdict.getStage() == VerificationStage.PUBLICATION
                && stores.model(verdict.getModelId())
                        .mending()
                        .repair()
                        .filter(repair -> repair.phase() != Phase.PASSED)
                        .filter(repair -> verdict.getVersion() >= repair.from())
                        .filter(repair -> verdict.getVersion() <= repair.version())
                        .isPresent();
    }

    /**
     * The first version that a verdict clears, though it may not say so: who gives verdicts may have lost its notes. What a
     * repair made was trained without all that the versions before it were to forget.
     */
    long clearedFrom(UnlearningVerified verdict, long first) {
        boolean close = verdict.getStage() != VerificationStage.PUBLICATION || !policy.thorough();
        return stores.model(verdict.getModelId())
                .mending()
                .repair()
                .filter(repair -> close && repair.phase() == Phase.PUBLISHED)
                .filter(repair -> repair.isJudgedBy(first, verdict.getVersion()))
                .map(Repair::from)
                .orElse(first);
    }

    /** A rebuilt ledger learns what was done about its head: what has ended gives nobody an answer any more. */
    void plant(String modelId, Mending mending, long at) {
        stores.putModel(modelId, stores.model(modelId).withMending(mending));
        mending.repair().filter(repair -> repair.phase() == Phase.ENDED).ifPresent(repair -> {
            for (long version = repair.from(); version <= repair.version(); version++) {
                give(modelId, version, at, Reasons.notMended(repair.version(), repair.upTo(), repair.checks()));
            }
        });
    }

    /**
     * A verdict passed.
     *
     * @param first the first version it covers
     * @param last the last
     */
    void passed(String modelId, long first, long last, long at) {
        ModelState state = stores.model(modelId);
        state.mending()
                .repair()
                .filter(repair -> repair.phase() != Phase.PASSED)
                .filter(repair -> first <= repair.version() && last >= Math.max(repair.version(), repair.upTo()))
                .filter(repair -> !isInFlight(state))
                .ifPresent(repair -> {
                    keep(modelId, repair.isQueued() ? Optional.empty() : Optional.of(repair.passed()));
                    record(modelId, at, repair.isQueued() ? "NOT_NEEDED" : "PASSED", facts(repair));
                });
    }

    private static boolean isInFlight(ModelState state) {
        return state.inFlight()
                .filter(batch -> batch.kind() == BatchInFlight.Kind.REPAIR)
                .isPresent();
    }

    /** A version was published: by a repair, or it takes the place of what was to be repaired, or it builds on it. */
    void published(JobDone done, BatchInFlight batch, Operation operation) {
        String modelId = done.modelId();
        ModelState state = stores.model(modelId);
        Mending mending = state.mending().withHead(operation == Operation.TRAINED ? Origin.TRAINED : Origin.FORGETTING);
        stores.putModel(modelId, state.withMending(mending));
        if (batch.kind() == BatchInFlight.Kind.REPAIR) {
            Repair repair = queued(state).published(state.version());
            keep(modelId, Optional.of(repair));
            Map<String, String> facts = facts(repair);
            facts.put(VERSION, Long.toString(state.version()));
            record(modelId, done.at(), "PUBLISHED", facts);
        } else if (operation != Operation.UNLEARNED) {
            mending.repair()
                    .filter(repair -> repair.phase() != Phase.PASSED)
                    .ifPresent(repair -> replaced(done, repair));
        }
    }

    private void replaced(JobDone done, Repair repair) {
        keep(done.modelId(), Optional.empty());
        Map<String, String> facts = facts(repair);
        facts.put(VERSION, Long.toString(stores.model(done.modelId()).version()));
        record(done.modelId(), done.at(), "REPLACED", facts);
    }

    /** The head turned out to be a registered model, of which an earlier release kept no note. */
    void notNeeded(JobDone done) {
        ModelState state = stores.model(done.modelId());
        Repair repair = queued(state);
        stores.putModel(
                done.modelId(),
                state.withInFlight(Optional.empty()).withMending(new Mending(Origin.TRAINED, Optional.empty())));
        record(done.modelId(), done.at(), "NOT_NEEDED", facts(repair));
    }

    /** The head cannot be trained again: nothing more can be done for the requests that it was to forget. */
    void refuse(JobDone done, Reason reason) {
        String modelId = done.modelId();
        ModelState state = stores.model(modelId);
        Repair repair = queued(state);
        stores.putModel(modelId, state.withInFlight(Optional.empty()));
        keep(modelId, Optional.of(repair.ended(state.version())));
        Map<String, String> facts = facts(repair);
        facts.put("headVersion", Long.toString(state.version()));
        facts.put("refusal", reason.code().name());
        facts.put("detail", reason.detail());
        record(modelId, done.at(), "REFUSED", facts);
        for (long version = repair.from(); version <= repair.version(); version++) {
            give(modelId, version, done.at(), Reasons.notRepaired(repair.version(), reason));
        }
    }

    /** Ends the requests of a version, if any wait for a verdict on it. */
    void give(String modelId, long version, long at, Reason reason) {
        stores.publishedBatch(modelId, version).ifPresent(batch -> {
            outbox.add(
                    modelId,
                    new OutboxEntry(batch.batchId(), RequestState.FAILED, at, version, reason, 0, batch.size(), true));
            stores.deletePublishedBatch(modelId, version);
        });
    }

    private void keep(String modelId, Optional<Repair> repair) {
        ModelState state = stores.model(modelId);
        stores.putModel(modelId, state.withMending(state.mending().withRepair(repair)));
    }

    private static Map<String, String> facts(Repair repair) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(FAILED_VERSION, Long.toString(repair.version()));
        facts.put(COVERS_FROM, Long.toString(repair.from()));
        facts.put(CHECKS, repair.checks());
        return facts;
    }

    private void record(String modelId, long at, String outcome, Map<String, String> facts) {
        facts.put(OUTCOME, outcome);
        facts.values().removeIf(String::isBlank);
        ModelState state = stores.model(modelId);
        AuditRecorded audit = AuditChain.next(modelId, state, AuditKind.REPAIR, at, facts);
        stores.putModel(modelId, state.withAudit(audit.getSequence(), audit.getHash()));
        output.accept(new ModelOutput.Audit(audit));
    }
}
