/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import org.apache.kafka.common.KafkaException;

/** A row of the ledger is none of this release's. */
final class UnreadableLedgerException extends KafkaException {
    private static final long serialVersionUID = 1L;

    UnreadableLedgerException(String modelId, Exception cause) {
        super(
                "the ledger's row of model '" + modelId + "' cannot be read: " + cause.getMessage()
                        + ". Run the release that wrote it, or a later one.",
                cause);
    }
}
