/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

/** A record nobody can make sense of; it becomes a dead letter with this reason. */
final class PoisonRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    PoisonRecordException(String reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
