/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import java.time.Duration;

/** A job took longer than it may. The clock only ever quarantines; it never decides what a result looks like. */
final class DeadlineExceededException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DeadlineExceededException(Duration deadline) {
        super("The job took longer than " + deadline.toSeconds()
                + " s. Raise expunge.job.deadline-seconds and retry, or look at the model's size.");
    }
}
