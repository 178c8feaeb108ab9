/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

/** A place on the way of a request where a processor can be held and killed, in the order of the way. */
public enum Step {
    /** A new owner reads its state back from the changelogs. */
    RESTORE,
    /** A pass of a job's solver. */
    IN_JOB,
    /** The result is verified and not yet in the store. */
    BEFORE_PUT,
    /** The artifact is in the store; nobody knows of it. */
    AFTER_PUT,
    /** The job's result is on its way to the commands topic, with or without having arrived. */
    JOB_DONE,
    /** The version is written and its transaction is not committed. */
    BEFORE_COMMIT,
    /** The version is committed; nothing else is done. */
    AFTER_COMMIT,
    /** A slice of a batch's statuses is written, more are owed, and the transaction is open. */
    OUTBOX,
    /** The store is about to hear of a head. */
    HEAD_HINT,
    /** The intent of a purge was read back; nothing is erased. */
    BEFORE_ERASURE,
    /** What a purge names is erased; nobody knows of it. */
    AFTER_ERASURE
}
