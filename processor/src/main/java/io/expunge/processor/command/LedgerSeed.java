/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestKind;
import io.expunge.events.RequestState;
import io.expunge.store.HonouredDeletions;
import java.util.List;
import java.util.Optional;

/**
 * One fact that a lost ledger is told again. Every fact of a model names the head it belongs to, so that one which comes
 * late, twice or from nowhere meets a ledger that stands elsewhere and changes nothing.
 *
 * @param version number of the head; 0 of a model that never had one
 * @param headHash content hash of the head; empty without one
 */
public record LedgerSeed(String modelId, long version, String headHash, Fact fact) {

    /** What there is to know. */
    public sealed interface Fact {}

    /**
     * Where a model stands. The first fact of a model, and missing only where all requests were refused because no model
     * is called so; accepted only by a ledger that does not know the model.
     *
     * @param classes the head's classes in the order of its outputs
     * @param removedClasses every class that was removed on request
     * @param auditSequence number of the newest audit record; 0 before the first
     * @param auditHash head of the audit chain
     * @param arrivals how many requests and registrations follow
     * @param halt who paused the model, if it is paused
     */
    public record Standing(
            List<String> classes,
            List<String> removedClasses,
            long auditSequence,
            String auditHash,
            long arrivals,
            Optional<Halt> halt)
            implements Fact {
        public Standing {
            classes = List.copyOf(classes);
            removedClasses = List.copyOf(removedClasses);
        }
    }

    /** A pause by an operator. */
    public record Halt(long since, String operator, String reason) {}

    /**
     * A request or registration and what its requester was told. Of what it asked for only the request topic knows: the
     * content follows when that is read again.
     *
     * @param arrival its place in the order of arrival
     * @param steps what was told, oldest first
     * @param place its row in the batch that served it; -1 if no verdict on that batch is awaited
     * @param owed what it was not told
     */
    public record OfRequest(
            String requestId,
            RequestKind kind,
            Optional<String> caseId,
            Optional<Long> dueBy,
            long arrival,
            List<Step> steps,
            Optional<String> batchId,
            Optional<Long> version,
            Optional<Integer> documentsRemoved,
            int place,
            Owed owed)
            implements Fact {
        public OfRequest {
            steps = List.copyOf(steps);
        }
    }

    /** One step on a request's way. */
    public record Step(RequestState state, long at, ReasonCode reasonCode, String detail) {}

    /** What became of a request that its status does not say. */
    public enum Owed {
        /** The status says it all. */
        NOTHING,
        /** A version was published without it; the status was still to follow. */
        APPLIED,
        /** It was open, and the request topic does not hold it any more. */
        LOST
    }

    /**
     * A batch that was published and waits for a verdict.
     *
     * @param published number of the version
     * @param size how many requests with a place it has
     */
    public record OfBatch(long published, String batchId, int size) implements Fact {}

    /**
     * Where the artifact of a version is.
     *
     * @param published number of the version
     * @param contentHash its artifact
     */
    public record OfVersion(long published, String contentHash) implements Fact {}

    /** What operators let return to the model. */
    public record OfReturns(Returns returns) implements Fact {}

    /** Whether the head can be relied on, and what is done where it cannot. */
    public record OfMending(Mending mending) implements Fact {}

    /**
     * An artifact of a version that was not purged.
     *
     * @param published number of the version
     * @param failed whether its verdict failed
     * @param forgotten what may have to go with it, if anything
     */
    public record OfStored(long published, String contentHash, boolean failed, Optional<Forgetting> forgotten)
            implements Fact {}

    /**
     * A deletion that a version may still hold the data of.
     *
     * @param inVersion the version that forgot it
     * @param inHash its artifact
     * @param since when that was published
     * @param verifiedAt when a verdict on it passed
     */
    public record Forgetting(
            long inVersion,
            String inHash,
            long since,
            Optional<Long> verifiedAt,
            List<String> requestIds,
            int requestCount) {
        public Forgetting {
            requestIds = List.copyOf(requestIds);
        }
    }

    /**
     * A legal hold or a pin.
     *
     * @param version empty for the whole model
     */
    public record OfProtection(boolean hold, Optional<Long> version, long since, String operator, String reason)
            implements Fact {}

    /**
     * What releases with noise were charged with.
     *
     * @param mu of all of them together
     * @param warned whether it was said that the budget is nearly used up
     */
    public record OfReleases(double mu, long releases, boolean warned) implements Fact {}

    /** Deletions to honour that no artifact shows. */
    public record OfRemembered(HonouredDeletions deletions) implements Fact {}
}
