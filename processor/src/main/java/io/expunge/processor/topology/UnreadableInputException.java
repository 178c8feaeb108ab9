/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.topology;

/** Bytes on an internal topic that are none of ours. */
final class UnreadableInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final Exception cause;

    UnreadableInputException(Exception cause) {
        super(cause.getMessage(), cause);
        this.cause = cause;
    }

    /** What found it out. */
    Exception cause() {
        return cause;
    }
}
