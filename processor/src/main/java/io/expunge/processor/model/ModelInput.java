/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.UnlearningVerified;
import io.expunge.processor.command.Command;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.request.IntakeEntry;

/** Everything the model sub-topology consumes, from its three sources. */
public sealed interface ModelInput {
    /** A request or registration from the intake. */
    record Entry(IntakeEntry entry) implements ModelInput {}

    /** A record of the commands topic. */
    record Commanded(Command command) implements ModelInput {}

    /** A verdict, read back from the topic that verification writes. */
    record Verified(UnlearningVerified verdict) implements ModelInput {}

    /** Bytes on an internal topic that nobody of ours wrote, or a newer release did. */
    record Unreadable(byte[] bytes, Coordinates coordinates, String problem, Throwable cause) implements ModelInput {}
}
