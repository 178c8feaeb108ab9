/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.verification;

import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.command.Command;

/** What verification reads. */
public sealed interface VerificationInput {
    /** A version, read back from the topic it was published on. */
    record Published(ModelVersionPublished version) implements VerificationInput {}

    /** A record of the commands topic. */
    record Commanded(Command command) implements VerificationInput {}
}
