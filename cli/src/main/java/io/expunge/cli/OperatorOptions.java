/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What every operator's verb says besides what it is. */
final class OperatorOptions {
    static final String OPERATOR_VARIABLE = "EXPUNGE_OPERATOR";

    @Option(
            names = "--model",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "MODEL",
            description = "The model.")
    private String model = "";

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            showDefaultValue = Visibility.NEVER,
            description = "Who gives the order. Needed, here or as " + OPERATOR_VARIABLE + " in the environment. It is"
                    + " kept for ever: name a role or a ticket, not a person.")
    private Optional<String> operator = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationText.class,
            description = "How long to wait for the processor's answer: 30s, 5m.")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--json", description = "Print one JSON object an order for programs.")
    private boolean json;

    String model() {
        return model;
    }

    String operator() {
        return operator.or(() -> Optional.ofNullable(System.getenv(OPERATOR_VARIABLE)))
                .filter(name -> !name.isBlank())
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "say who gives the order: --operator NAME, or " + OPERATOR_VARIABLE
                                + " in the environment. A role or a ticket, not a person."));
    }

    Duration timeout() {
        return timeout;
    }

    boolean json() {
        return json;
    }
}
