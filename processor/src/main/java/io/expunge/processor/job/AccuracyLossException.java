/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.verify.Check;

/** A result costs a class that stays more accuracy than the floor, which nobody has accepted. */
final class AccuracyLossException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    AccuracyLossException(Check breach) {
        super(breach.detail());
    }
}
