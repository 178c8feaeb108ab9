/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

/** Metrics and health cannot be served where they should; the message says what to change. */
public final class MonitoringException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    MonitoringException(String message) {
        super(message);
    }

    MonitoringException(String message, Throwable cause) {
        super(message, cause);
    }
}
