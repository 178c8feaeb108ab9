/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import java.util.List;

/** The service cannot start; the message says everything that is missing or wrong, not only the first thing. */
public final class StartUpException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public StartUpException(List<String> findings) {
        super("the service cannot start:\n  - " + String.join("\n  - ", findings));
    }
}
