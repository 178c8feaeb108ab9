/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.request.Reason;
import java.util.List;
import java.util.Optional;

/**
 * A record of the commands topic. Jobs, time and restarts enter the state machine only through here, so that every state
 * change is caused by a consumed record and is fenced with it.
 */
public sealed interface Command {
    /** When it was sent, milliseconds since the epoch; state changes it causes carry this time. */
    long at();

    /** A task has (re)started: submit again what is in flight, go on with what is open. */
    record Wake(long at) implements Command {}

    /** Time has passed: close batches whose linger is over. */
    record Tick(long at) implements Command {}

    /** There is more to do for a model than one record's slice allowed. */
    record Continue(long at, String modelId) implements Command {}

    /**
     * A job has ended. Applied only if it is the one in flight and its base is the head.
     *
     * @param baseHash content hash the job started from; empty when the model had no version
     */
    record JobDone(long at, String modelId, String batchId, String baseHash, Outcome outcome) implements Command {
        /** The same with another time. */
        public JobDone withTime(long time) {
            return new JobDone(time, modelId, batchId, baseHash, outcome);
        }
    }

    /** A purge was planned; carried out only when this was read back, so only once the plan is committed. */
    record PurgeIntended(long at, String modelId, long planSequence) implements Command {}

    /**
     * A purge was carried out. Applied only if it is the one that is planned.
     *
     * @param planSequence audit sequence of the plan
     * @param erased what went
     * @param kept artifacts of the plan that hold nothing forgotten, or must not go
     * @param orphans artifacts that are no version and hold nothing that anybody waits for
     * @param postponed orphans that were too young, or too many for one record
     */
    record PurgeDone(
            long at,
            String modelId,
            long planSequence,
            List<Erased> erased,
            List<String> kept,
            List<String> orphans,
            int postponed)
            implements Command {
        public PurgeDone {
            erased = List.copyOf(erased);
            kept = List.copyOf(kept);
            orphans = List.copyOf(orphans);
        }
    }

    /**
     * An artifact that went.
     *
     * @param objects how many objects went with it
     * @param bytes how many bytes those were
     */
    record Erased(String contentHash, int objects, long bytes) {}

    /**
     * A published version was checked. Taken in only if that is the check that is awaited.
     *
     * @param checks all of them, those too that could not be run
     */
    record VerificationDone(
            long at,
            String modelId,
            long version,
            String contentHash,
            VerificationStage stage,
            List<VerificationCheck> checks)
            implements Command {
        public VerificationDone {
            checks = List.copyOf(checks);
        }
    }

    /** An operator wants something; answered in the audit log, or as a dead letter that says why not. */
    record Operated(long at, OperatorOrder order) implements Command {}

    /** A fact for a ledger that was lost, from {@code expunge rebuild}. */
    record Seed(long at, LedgerSeed seed) implements Command {}

    /** How a job ended. */
    sealed interface Outcome {
        /**
         * A new artifact is in the store.
         *
         * @param draft the version event but for what only the ledger knows: number, parent, time, audit head
         * @param served one row for each request, in the order of the batch
         */
        record Produced(ModelVersionPublished draft, List<Served> served) implements Outcome {
            public Produced {
                served = List.copyOf(served);
            }
        }

        /** None of the requests names anything the model holds; there is no new version. */
        record NothingToDo(List<Served> served) implements Outcome {
            public NothingToDo {
                served = List.copyOf(served);
            }
        }

        /** The job could not be done. */
        record Failed(Reason reason) implements Outcome {}

        /** A registration was looked at and refused. */
        record Refused(Reason reason) implements Outcome {}
    }

    /**
     * What a job did for one request.
     *
     * @param documentsRemoved how many training documents it named
     * @param reason says more where the plain state does not, such as ids nobody holds
     */
    record Served(String requestId, int documentsRemoved, Optional<Reason> reason) {}
}
