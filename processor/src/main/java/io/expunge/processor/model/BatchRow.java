/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.request.Reason;
import java.util.Optional;

/**
 * One request of a batch.
 *
 * @param documentsRemoved known once the job is done, -1 before
 * @param reason what the job found out about this request alone
 */
public record BatchRow(String requestId, int documentsRemoved, Optional<Reason> reason) {
    public static BatchRow open(String requestId) {
        return new BatchRow(requestId, -1, Optional.empty());
    }
}
