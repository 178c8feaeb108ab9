/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.codec;

/** Bytes of an internal store or topic that this version cannot read. */
public final class MalformedBytesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedBytesException(String message) {
        super(message);
    }
}
