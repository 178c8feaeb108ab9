/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

/** The brokers could not be asked about topics, or refused to create one; the message names what and the remedy. */
public final class TopicAdministrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicAdministrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
