/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.CheckOutcome;
import io.expunge.events.RequestState;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Repair;
import io.expunge.processor.job.VerificationChecks;
import io.expunge.processor.request.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What verdicts mean for requests: one that passes ends those of the versions it covers; one that fails leaves them applied,
 * with the failure in their detail, until a version passes that was made anew, or that one fails too. Owned by one task.
 */
final class Verdicts {
    private final ModelStores stores;
    private final Outbox outbox;
    private final Repairs repairs;
    private final Erasures erasures;
    private final VerifiedWhen verifiedWhen;

    Verdicts(ModelStores stores, Outbox outbox, Repairs repairs, Erasures erasures, VerifiedWhen verifiedWhen) {
        this.stores = stores;
        this.outbox = outbox;
        this.repairs = repairs;
        this.erasures = erasures;
        this.verifiedWhen = verifiedWhen;
    }

    void apply(UnlearningVerified verdict, long at) {
        boolean passed = verdict.getVerdict() == Verdict.PASSED;
        if (!decides(verdict) || (passed && repairs.overrules(verdict))) {
            return;
        }
        // What was not published cannot have been verified, whatever a stray verdict says.
        long covered = Math.max(1, verdict.getCoversFromVersion());
        long first = passed ? Math.min(covered, repairs.clearedFrom(verdict, covered)) : covered;
        long last = Math.min(stores.model(verdict.getModelId()).version(), verdict.getVersion());
        erasures.judged(verdict, first, passed && !repairs.leavesDoubt(verdict), at);
        if (passed) {
            pass(verdict, first, last, at);
        } else {
            fail(verdict, first, last, at);
        }
    }

    /** Where deep checks decide, the gate's verdict alone verifies nothing; what could not be checked has no verdict. */
    private boolean decides(UnlearningVerified verdict) {
        boolean waits = verifiedWhen == VerifiedWhen.DEEP
                && verdict.getStage() == VerificationStage.PUBLICATION
                && verdict.getVerdict() == Verdict.PASSED;
        return !waits && verdict.getVerdict() != Verdict.UNKNOWN;
    }

    private void pass(UnlearningVerified verdict, long first, long last, long at) {
        String modelId = verdict.getModelId();
        Optional<Repair> repair = stores.model(modelId).mending().repair();
        for (long version = first; version <= last; version++) {
            Optional<PublishedBatch> batch = stores.publishedBatch(modelId, version);
            if (batch.isPresent() && !isOverruled(verdict, version, batch.get())) {
                end(verdict, version, batch.get(), soundIn(repair, version, last), at);
                stores.deletePublishedBatch(modelId, version);
            }
        }
        repairs.passed(verdict, first, last, at);
    }

    /** What failed once is taken back by the same checks only: others that passed say nothing of it. */
    private void end(UnlearningVerified verdict, long version, PublishedBatch batch, long soundIn, long at) {
        String modelId = verdict.getModelId();
        List<String> notMade = repairs.notMadeAgain(verdict);
        if (!batch.failed()) {
            add(modelId, batch, RequestState.VERIFIED, at, version, verified(verdict));
        } else if (notMade.isEmpty()) {
            Reason reason = soundIn == version ? verified(verdict) : Reasons.mended(version, soundIn, notRun(verdict));
            add(modelId, batch, RequestState.VERIFIED, at, soundIn, reason);
        } else {
            Reason reason = Reasons.notCheckedAgain(version, verdict.getVersion(), notMade);
            add(modelId, batch, RequestState.QUARANTINED, at, version, reason);
        }
    }

    private static Reason verified(UnlearningVerified verdict) {
        return Repairs.isThorough(verdict)
                ? Reasons.verifiedThoroughly(verdict.getVersion(), verdict.getChecks())
                : Reasons.verified(verdict.getVersion());
    }

    private static List<String> notRun(UnlearningVerified verdict) {
        return verdict.getChecks().stream()
                .filter(check -> check.getOutcome() == CheckOutcome.NOT_RUN)
                .map(VerificationCheck::getName)
                .toList();
    }

    /**
     * The gate's verdict comes first; one that comes behind a failed verdict of a closer look does not take that back, nor
     * does the gate of a later version while another close look at it is to come.
     */
    private boolean isOverruled(UnlearningVerified verdict, long version, PublishedBatch batch) {
        return verdict.getStage() == VerificationStage.PUBLICATION
                && batch.failed()
                && (version == verdict.getVersion() || (batch.thoroughly() && !repairs.isClosest(verdict)));
    }

    /** The version from which on nothing is held of what one that failed may hold: that of the repair, or the newest. */
    private static long soundIn(Optional<Repair> repair, long version, long last) {
        return repair.map(Repair::upTo)
                .filter(made -> made > version && made <= last)
                .orElse(last);
    }

    private void fail(UnlearningVerified verdict, long first, long last, long at) {
        String modelId = verdict.getModelId();
        String checks = failed(verdict);
        Optional<Repair> tried =
                stores.model(modelId).mending().repair().filter(one -> one.isJudgedBy(first, verdict.getVersion()));
        boolean again = repairs.failed(verdict, first, checks, at);
        tried.ifPresent(repair -> {
            for (long version = Math.min(first, repair.from()); version <= repair.upTo(); version++) {
                repairs.give(modelId, version, at, Reasons.notMended(repair.version(), verdict.getVersion(), checks));
            }
        });
        repairs.leaveAlone(verdict, first, checks, at);
        for (long version = first; version <= last; version++) {
            Optional<PublishedBatch> batch = stores.publishedBatch(modelId, version);
            if (batch.isPresent()) {
                Reason reason = Reasons.verificationFailed(verdict.getVersion(), checks, again);
                add(modelId, batch.get(), RequestState.APPLIED, at, version, reason);
                stores.putPublishedBatch(modelId, version, batch.get().withFailure(Repairs.isThorough(verdict)));
            }
        }
    }

    private void add(String modelId, PublishedBatch batch, RequestState next, long at, long version, Reason reason) {
        boolean last = next != RequestState.APPLIED;
        outbox.add(modelId, new OutboxEntry(batch.batchId(), next, at, version, reason, 0, batch.size(), last));
    }

    private static String failed(UnlearningVerified verdict) {
        return verdict.getChecks().stream()
                .filter(VerificationChecks::speaksAgainst)
                .map(VerificationCheck::getName)
                .collect(Collectors.joining(", "));
    }
}
