/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

/** A file is no audit export, or one of another release. */
public final class AuditFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AuditFileException(String message) {
        super(message);
    }
}
