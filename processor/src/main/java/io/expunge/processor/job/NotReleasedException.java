/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.request.Reason;

/** A model that was made must not be released, on the terms of its release. Its reason tells nothing of the data. */
final class NotReleasedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    NotReleasedException(Reason reason) {
        super(reason.detail());
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
