/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

/** How a check came out. A check that could not be made never counts as passed. */
public enum CheckOutcome {
    PASSED,
    FAILED,
    NOT_RUN
}
