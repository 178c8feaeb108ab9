/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.RequestState;
import io.expunge.processor.request.Reason;

/**
 * Statuses that are owed: every request of a batch moves to one state. Drained in bounded slices behind a cursor, so that
 * the transaction that announces a version stays small.
 *
 * @param cursor rows already told
 * @param size rows in all
 * @param last whether the batch's rows can go when the last is told
 */
public record OutboxEntry(
        String batchId, RequestState state, long at, long version, Reason reason, int cursor, int size, boolean last) {

    public OutboxEntry advancedTo(int newCursor) {
        return new OutboxEntry(batchId, state, at, version, reason, newCursor, size, last);
    }
}
