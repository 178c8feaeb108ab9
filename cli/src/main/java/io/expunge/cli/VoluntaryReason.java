/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.command.OperatorOrder;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Why an operator gives an order that needs no reason; empty if nothing is said. */
final class VoluntaryReason {
    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Why, for the audit log; up to " + OperatorOrder.LONGEST_REASON + " characters, no personal data.")
    private String text = "";

    String text() {
        return text;
    }
}
