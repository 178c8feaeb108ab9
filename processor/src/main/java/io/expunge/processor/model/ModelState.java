/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.command.Mending;
import io.expunge.processor.command.Returns;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger knows of one model, without its requests.
 *
 * @param version number of the head; 0 before the first
 * @param headHash content hash of the head; empty before the first
 * @param classes the head's classes in the order of its outputs
 * @param removedClasses every class that was removed on request
 * @param auditSequence number of the newest audit record; 0 before the first
 * @param auditHash head of the audit chain
 * @param arrivals how many requests and registrations were taken in; orders the queue
 * @param inFlight the batch a job works on
 * @param batchLimit how many requests the next batch may hold; halved by a failure, so that a culprit is isolated
 * @param outboxFirst sequence of the oldest entry of the outbox
 * @param outboxNext sequence the next entry of the outbox will get
 * @param pause who told the model to start no batch, and why; empty while it works
 * @param returns what operators let return to the model
 * @param mending whether the head can be relied on, and what is done where it cannot
 * @param account what the releases of a model with noise come to
 */
public record ModelState(
        long version,
        String headHash,
        List<String> classes,
        List<String> removedClasses,
        long auditSequence,
        String auditHash,
        long arrivals,
        Optional<BatchInFlight> inFlight,
        int batchLimit,
        long outboxFirst,
        long outboxNext,
        Optional<Pause> pause,
        Returns returns,
        Mending mending,
        ReleaseAccount account) {

    public ModelState {
        classes = List.copyOf(classes);
        removedClasses = List.copyOf(removedClasses);
    }

    /** A model nobody has published yet. */
    public static ModelState unpublished() {
        return new ModelState(
                0,
                "",
                List.of(),
                List.of(),
                0,
                AuditChain.GENESIS,
                0,
                Optional.empty(),
                Integer.MAX_VALUE,
                0,
                0,
                Optional.empty(),
                Returns.NONE,
                Mending.NONE,
                ReleaseAccount.EMPTY);
    }

    public boolean isPublished() {
        return version > 0;
    }

    public boolean isPaused() {
        return pause.isPresent();
    }

    /** Whether the next batch may be closed now. */
    public boolean mayStartBatch() {
        return inFlight.isEmpty() && pause.isEmpty();
    }

    public ModelState withPause(Optional<Pause> newPause) {
        return new ModelState(
                version,
                headHash,
                classes,
                removedClasses,
                auditSequence,
                auditHash,
                arrivals,
                inFlight,
                batchLimit,
                outboxFirst,
                outboxNext,
                newPause,
                returns,
                mending,
                account);
    }

    public ModelState withReturns(Returns newReturns) {
        return new ModelState(
                version,
                headHash,
                classes,
                removedClasses,
                auditSequence,
                auditHash,
                arrivals,
                inFlight,
                batchLimit,
                outboxFirst,
                outboxNext,
                pause,
                newReturns,
                mending,
                account);
    }

    public ModelState withMending(Mending newMending) {
        return new ModelState(
                version,
                headHash,
                classes,
                removedClasses,
                auditSequence,
                auditHash,
                arrivals,
                inFlight,
                batchLimit,
                outboxFirst,
                outboxNext,
                pause,
                returns,
                newMending,
                account);
    }

    public ModelState withArrival() {
        return withArrivals(arrivals + 1);
    }

    public ModelState withArrivals(long newArrivals) {
        return new ModelState(
                version,
                headHash,
                classes,
                removedClasses,
                auditSequence,
                auditHash,
                newArrivals,
                inFlight,
                batchLimit,
                outboxFirst,
                outboxNext,
                pause,
                returns,
                mending,
                account);
    }

    public ModelState withInFlight(Optional<BatchInFlight> batch) {
        return new ModelState(
                version,
                headHash,
                classes,
                removedClasses,
                auditSequence,
                auditHash,
                arrivals,
                batch,
                batchLimit,
                outboxFirst,
                outboxNext,
                pause,
                returns,
                mending,
                account);
    }

    public ModelState withBatchLimit(int limit) {
        return new ModelState(
                version,
                headHash,
                classes,
                removedClasses,
                auditSequence,
                auditHash,
                arrivals,
                inFlight,
                limit,
                outboxFirst,
                outboxNext,
                pause,
                returns,
                mending,
                account);
    }

    public ModelState withOutbox(long first, long next) {
        return new ModelState(
                version,
                headHash,
                classes,
                removedClasses,
                auditSequence,
                auditHash,
                arrivals,
                inFlight,
                batchLimit,
                first,
                next,
                pause,
                returns,
                mending,
                account);
    }

    public ModelState withAudit(long sequence, String hash) {
        return new ModelState(
                version,
                headHash,
                classes,
                removedClasses,
                sequence,
                hash,
                arrivals,
                inFlight,
                batchLimit,
                outboxFirst,
                outboxNext,
                pause,
                returns,
                mending,
                account);
    }

    public ModelState withHead(long newVersion, String hash, List<String> newClasses, List<String> newRemoved) {
        return new ModelState(
                newVersion,
                hash,
                newClasses,
                newRemoved,
                auditSequence,
                auditHash,
                arrivals,
                inFlight,
                batchLimit,
                outboxFirst,
                outboxNext,
                pause,
                returns,
                mending,
                account);
    }

    public ModelState withAccount(ReleaseAccount newAccount) {
        return new ModelState(
                version,
                headHash,
                classes,
                removedClasses,
                auditSequence,
                auditHash,
                arrivals,
                inFlight,
                batchLimit,
                outboxFirst,
                outboxNext,
                pause,
                returns,
                mending,
                newAccount);
    }
}
