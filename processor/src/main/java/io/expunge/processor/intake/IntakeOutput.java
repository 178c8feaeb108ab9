/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import io.expunge.processor.request.IntakeEntry;

/** What becomes of a record at the intake: bad input is a value here, not an exception. */
public sealed interface IntakeOutput {
    /** Goes on to the model sub-topology. */
    record Accepted(IntakeEntry entry) implements IntakeOutput {}

    /** Goes to the dead letters. */
    record Dead(DeadLetter letter) implements IntakeOutput {}
}
