/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.command.Mending;
import io.expunge.processor.command.Returns;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
        return with(copy -> copy.pause = newPause);
    }

    public ModelState withReturns(Returns newReturns) {
        return with(copy -> copy.returns = newReturns);
    }

    public ModelState withMending(Mending newMending) {
        return with(copy -> copy.mending = newMending);
    }

    public ModelState withArrival() {
        return withArrivals(arrivals + 1);
    }

    public ModelState withArrivals(long newArrivals) {
        return with(copy -> copy.arrivals = newArrivals);
    }

    public ModelState withInFlight(Optional<BatchInFlight> batch) {
        return with(copy -> copy.inFlight = batch);
    }

    public ModelState withBatchLimit(int limit) {
        return with(copy -> copy.batchLimit = limit);
    }

    public ModelState withOutbox(long first, long next) {
        return with(copy -> {
            copy.outboxFirst = first;
            copy.outboxNext = next;
        });
    }

    public ModelState withAudit(long sequence, String hash) {
        return with(copy -> {
            copy.auditSequence = sequence;
            copy.auditHash = hash;
        });
    }

    public ModelState withHead(long newVersion, String hash, List<String> newClasses, List<String> newRemoved) {
        return with(copy -> {
            copy.version = newVersion;
            copy.headHash = hash;
            copy.classes = newClasses;
            copy.removedClasses = newRemoved;
        });
    }

    public ModelState withAccount(ReleaseAccount newAccount) {
        return with(copy -> copy.account = newAccount);
    }

    private ModelState with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.state();
    }

    /** Parts of a state that is made from another one. */
    private static final class Copy {
        private long version;
        private String headHash;
        private List<String> classes;
        private List<String> removedClasses;
        private long auditSequence;
        private String auditHash;
        private long arrivals;
        private Optional<BatchInFlight> inFlight;
        private int batchLimit;
        private long outboxFirst;
        private long outboxNext;
        private Optional<Pause> pause;
        private Returns returns;
        private Mending mending;
        private ReleaseAccount account;

        Copy(ModelState state) {
            this.version = state.version;
            this.headHash = state.headHash;
            this.classes = state.classes;
            this.removedClasses = state.removedClasses;
            this.auditSequence = state.auditSequence;
            this.auditHash = state.auditHash;
            this.arrivals = state.arrivals;
            this.inFlight = state.inFlight;
            this.batchLimit = state.batchLimit;
            this.outboxFirst = state.outboxFirst;
            this.outboxNext = state.outboxNext;
            this.pause = state.pause;
            this.returns = state.returns;
            this.mending = state.mending;
            this.account = state.account;
        }

        ModelState state() {
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
                    account);
        }
    }
}
