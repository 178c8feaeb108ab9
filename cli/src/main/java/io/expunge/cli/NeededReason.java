/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.command.OperatorOrder;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Why an operator gives an order that needs a reason. */
final class NeededReason {
    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description = "Why, up to " + OperatorOrder.LONGEST_REASON
                    + " characters. It stands for ever in the audit log: no personal data.")
    private String text = "";

    String text() {
        return text;
    }
}
