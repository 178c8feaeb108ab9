/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.JobDone;
import io.expunge.processor.command.Doubt;
import io.expunge.processor.command.Mending;
import io.expunge.processor.command.Mending.Origin;
import io.expunge.processor.command.Repair;
import io.expunge.processor.command.Repair.Phase;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;

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

    /** Causes that have nothing to do with the documents, which somebody can put right. */
    private static final Set<ReasonCode> PASSING = EnumSet.of(
            ReasonCode.DEADLINE,
            ReasonCode.OUT_OF_MEMORY,
            ReasonCode.INTERNAL_ERROR,
            ReasonCode.ARTIFACT_MISSING,
            ReasonCode.ARTIFACT_CORRUPT);

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
        long upTo = known.map(Repair::upTo).orElse(0L);
        // Of what was made before the repair another verdict spoke since; what builds on none has nobody's faults.
        if (verdict.getVersion() >= upTo && !buildsOnNone(verdict)) {
            doubt(modelId, Doubt.of(verdict));
        }
        if (known.filter(Repair::isQueued).isPresent()) {
            extend(modelId, known.get(), first, at);
            return true;
        }
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

    /** Whether a rollback or a registration took the place of a version before the verdict on it came. */
    private boolean buildsOnNone(UnlearningVerified verdict) {
        ModelState state = stores.model(verdict.getModelId());
        boolean fresh = state.mending().head() == Origin.TRAINED
                || state.returns().rolledBackTo().isPresent();
        return fresh && verdict.getVersion() < state.version();
    }

    private void doubt(String modelId, Doubt found) {
        ModelState state = stores.model(modelId);
        Doubt all = state.mending().doubt().map(known -> known.and(found)).orElse(found);
        stores.putModel(modelId, state.withMending(state.mending().withDoubt(Optional.of(all))));
    }

    private void extend(String modelId, Repair repair, long first, long at) {
        if (first < repair.from()) {
            Repair extended = repair.covering(first);
            keep(modelId, Optional.of(extended));
            record(modelId, at, "EXTENDED", facts(extended));
        }
    }

    static boolean isThorough(UnlearningVerified verdict) {
        return verdict.getStage() != VerificationStage.PUBLICATION;
    }

    /** Whether no closer look than that of a verdict is to be expected. */
    boolean isClosest(UnlearningVerified verdict) {
        return isThorough(verdict) || !policy.thorough();
    }

    /** The checks that speak against the head and that a verdict did not make again. */
    List<String> notMadeAgain(UnlearningVerified verdict) {
        return stores.model(verdict.getModelId())
                .mending()
                .doubt()
                .map(doubt -> doubt.notMadeAgain(verdict))
                .orElse(List.of());
    }

    /** Whether what speaks against a version outlives a verdict that passed on it. */
    boolean leavesDoubt(UnlearningVerified verdict) {
        return stores.model(verdict.getModelId())
                .mending()
                .doubt()
                .filter(doubt -> doubt.outlives(verdict))
                .isPresent();
    }

    private boolean clears(UnlearningVerified verdict, long first) {
        return stores.model(verdict.getModelId())
                .mending()
                .doubt()
                .map(doubt -> doubt.isClearedBy(verdict, first, !policy.thorough()))
                .orElse(isClosest(verdict));
    }

    /** A registered head that failed is not trained again, so that nothing follows for what was asked before it. */
    void leaveAlone(UnlearningVerified verdict, long first, String checks, long at) {
        ModelState state = stores.model(verdict.getModelId());
        if (isClosest(verdict) && state.mending().head() == Origin.TRAINED && verdict.getVersion() == state.version()) {
            endBefore(verdict.getModelId(), first, state.version(), checks, at);
        }
    }

    private void endBefore(String modelId, long first, long head, String checks, long at) {
        for (long version = first; version < head; version++) {
            if (stores.publishedBatch(modelId, version)
                    .filter(batch -> servesRequests(modelId, batch))
                    .isPresent()) {
                give(modelId, version, at, Reasons.notReplaced(version, head, checks));
            }
        }
    }

    private boolean servesRequests(String modelId, PublishedBatch batch) {
        return stores.batchRow(modelId, batch.batchId(), 0)
                .flatMap(row -> stores.request(modelId, row.requestId()))
                .filter(row -> row.entry() instanceof IntakeEntry.Request)
                .isPresent();
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
        return stores.model(verdict.getModelId())
                .mending()
                .repair()
                .filter(repair -> isClosest(verdict) && repair.phase() == Phase.PUBLISHED)
                .filter(repair -> repair.isJudgedBy(first, verdict.getVersion()))
                .map(Repair::from)
                .orElse(first);
    }

    /** A rebuilt ledger learns what was done about its head: what has ended gives nobody an answer any more. */
    void plant(String modelId, Mending mending, long at) {
        stores.putModel(modelId, stores.model(modelId).withMending(mending));
        mending.repair().filter(repair -> repair.phase() == Phase.ENDED).ifPresent(repair -> {
            for (long version : failedVersions(modelId, repair, repair.upTo())) {
                give(modelId, version, at, Reasons.notMended(repair.version(), repair.upTo(), repair.checks()));
            }
        });
    }

    /** Those a repair was for, and those after it that failed too; one that was not judged yet waits for its verdict. */
    private List<Long> failedVersions(String modelId, Repair repair, long head) {
        return LongStream.rangeClosed(repair.from(), Math.max(repair.version(), head))
                .boxed()
                .filter(version -> version <= repair.version()
                        || stores.publishedBatch(modelId, version)
                                .filter(PublishedBatch::failed)
                                .isPresent())
                .toList();
    }

    /**
     * A verdict passed.
     *
     * @param first the first version it covers
     * @param last the last of them that was published
     */
    void passed(UnlearningVerified verdict, long first, long last, long at) {
        if (!clears(verdict, first)) {
            return;
        }
        String modelId = verdict.getModelId();
        ModelState state = stores.model(modelId)
                .withMending(stores.model(modelId).mending().withDoubt(Optional.empty()));
        stores.putModel(modelId, state);
        state.mending()
                .repair()
                .filter(repair -> repair.phase() != Phase.PASSED)
                .filter(repair -> isWithin(Math.max(repair.version(), repair.upTo()), first, last))
                .filter(repair -> !isInFlight(state)) // if it comes to nothing, it was not needed
                .ifPresent(repair -> {
                    keep(modelId, repair.isUnmade() ? Optional.empty() : Optional.of(repair.passed()));
                    record(modelId, at, repair.isUnmade() ? "NOT_NEEDED" : "PASSED", facts(repair));
                });
    }

    private static boolean isWithin(long version, long first, long last) {
        return first <= version && version <= last;
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
        boolean buildsOn = operation == Operation.UNLEARNED;
        stores.putModel(modelId, state.withMending(buildsOn ? mending : mending.withDoubt(Optional.empty())));
        if (batch.kind() == BatchInFlight.Kind.REPAIR) {
            Repair repair = queued(state).published(state.version());
            keep(modelId, Optional.of(repair));
            Map<String, String> facts = facts(repair);
            facts.put(VERSION, Long.toString(state.version()));
            record(modelId, done.at(), "PUBLISHED", facts);
        } else if (!buildsOn) {
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
                state.withInFlight(Optional.empty())
                        .withMending(state.mending().withHead(Origin.TRAINED).withRepair(Optional.empty())));
        record(done.modelId(), done.at(), "NOT_NEEDED", facts(repair));
        endBefore(done.modelId(), repair.from(), state.version(), repair.checks(), done.at());
        tellFailure(
                done.modelId(),
                state.version(),
                done.at(),
                Reasons.verificationFailed(state.version(), repair.checks(), false));
    }

    /** Takes back what was promised to those of the head itself. */
    private void tellFailure(String modelId, long version, long at, Reason reason) {
        stores.publishedBatch(modelId, version)
                .filter(PublishedBatch::failed)
                .ifPresent(batch -> owe(modelId, batch, RequestState.APPLIED, version, at, reason, false));
    }

    /** The head cannot be trained again, or not now. */
    void refuse(JobDone done, Reason reason) {
        ModelState state = stores.model(done.modelId());
        stores.putModel(done.modelId(), state.withInFlight(Optional.empty()));
        if (!state.mending().isUnsound()) { // a verdict cleared the head while the job was at work
            keep(done.modelId(), Optional.empty());
            record(done.modelId(), done.at(), "NOT_NEEDED", facts(queued(state)));
        } else if (PASSING.contains(reason.code())) {
            hold(done, state, reason);
        } else {
            giveUp(done, state, reason);
        }
    }

    /** What may pass ends nothing: the duty stays open, and who retries a request has the head trained again. */
    private void hold(JobDone done, ModelState state, Reason reason) {
        String modelId = done.modelId();
        Repair repair = queued(state).held();
        keep(modelId, Optional.of(repair));
        recordRefusal(done, state, repair, "HELD", reason);
        for (long version : failedVersions(modelId, repair, state.version())) {
            Reason told = Reasons.repairHeld(Math.max(version, repair.version()), reason);
            stores.publishedBatch(modelId, version)
                    .ifPresent(batch -> owe(modelId, batch, RequestState.QUARANTINED, version, done.at(), told, false));
        }
    }

    /** An operator retries a request: what kept the head from being trained again may be put right. */
    void retried(String modelId, long at) {
        stores.model(modelId)
                .mending()
                .repair()
                .filter(repair -> repair.phase() == Phase.HELD)
                .ifPresent(repair -> {
                    keep(modelId, Optional.of(repair.queuedAgain()));
                    record(modelId, at, "QUEUED", facts(repair));
                });
    }

    /** Whether a request was served by a version that failed, whose place another is to take. */
    boolean isToJudge(RequestRow row) {
        return row.version()
                .flatMap(version -> stores.publishedBatch(row.entry().modelId(), version))
                .filter(PublishedBatch::failed)
                .filter(batch -> row.batchId().equals(Optional.of(batch.batchId())))
                .isPresent();
    }

    /** Nothing more can be done for the requests that the head was to forget. */
    private void giveUp(JobDone done, ModelState state, Reason reason) {
        String modelId = done.modelId();
        Repair repair = queued(state);
        keep(modelId, Optional.of(repair.ended(state.version())));
        recordRefusal(done, state, repair, "REFUSED", reason);
        for (long version : failedVersions(modelId, repair, state.version())) {
            give(modelId, version, done.at(), Reasons.notRepaired(Math.max(version, repair.version()), reason));
        }
    }

    private void recordRefusal(JobDone done, ModelState state, Repair repair, String outcome, Reason reason) {
        Map<String, String> facts = facts(repair);
        facts.put("headVersion", Long.toString(state.version()));
        facts.put("refusal", reason.code().name());
        facts.put("detail", reason.detail());
        record(done.modelId(), done.at(), outcome, facts);
    }

    /** Ends the requests of a version, if any wait for a verdict on it. */
    void give(String modelId, long version, long at, Reason reason) {
        stores.publishedBatch(modelId, version).ifPresent(batch -> {
            owe(modelId, batch, RequestState.FAILED, version, at, reason, true);
            stores.deletePublishedBatch(modelId, version);
        });
    }

    private void owe(
            String modelId,
            PublishedBatch batch,
            RequestState next,
            long version,
            long at,
            Reason reason,
            boolean last) {
        outbox.add(modelId, new OutboxEntry(batch.batchId(), next, at, version, reason, 0, batch.size(), last));
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
