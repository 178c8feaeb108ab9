/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.verify.Check;

/** A result did not pass a certified check and must not be released. */
final class VerificationFailedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    VerificationFailedException(Check breach) {
        super("Check " + breach.name() + " failed: " + breach.detail());
    }
}
