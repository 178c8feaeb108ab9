/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import org.jspecify.annotations.Nullable;

/** The sandbox could not start; the message names what, where and the remedy. */
public final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    SandboxException(Reason reason, String message) {
        this(reason, message, null);
    }

    SandboxException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why, for callers that react. */
    public Reason reason() {
        return reason;
    }

    /** The ways in which a start can fail. */
    public enum Reason {
        /** Something else listens on a port that was asked for. */
        PORT_IN_USE,
        /** The directory cannot be created or written, or its disk is full. */
        DIRECTORY_UNUSABLE,
        /** Another process, or another part of this one, runs on the directory. */
        DIRECTORY_LOCKED,
        /** This installation was built without a broker, as the container image is. */
        BROKER_MISSING,
        /** The broker did not come up. */
        BROKER_FAILED,
        /** No key or certificate could be made. */
        TLS_FAILED,
        /** The registry's files are not where they were looked for. */
        REGISTRY_MISSING,
        /** The registry did not come up. */
        REGISTRY_FAILED
    }
}
