/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning;

/** Work stopped because its {@link ProgressMonitor} asked for it; nothing was published and nothing is half done. */
public final class CancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what was stopped, and why */
    public CancelledException(String message) {
        super(message);
    }
}
