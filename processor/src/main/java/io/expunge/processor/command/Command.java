/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.events.ModelVersionPublished;
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
