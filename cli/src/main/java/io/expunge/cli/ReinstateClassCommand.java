/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code expunge reinstate-class}. */
@Command(
        name = "reinstate-class",
        description = "Let registrations bring the name of a removed class in again. Documents and data subjects that"
                + " were to be forgotten stay so, and older versions come back only without the class. It lasts until"
                + " somebody asks for the removal of the class again.",
        footer =
                "  expunge reinstate-class --model news sport --operator privacy-desk --reason \"New desk, new documents\"")
final class ReinstateClassCommand extends OperatorCommand {
    @Parameters(paramLabel = "CLASS", description = "The class that was removed.")
    private String label = "";

    @Mixin
    private final NeededReason reason = new NeededReason();

    ReinstateClassCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<OperatorVerb> verbs(Connection connected) {
        return List.of(verb());
    }

    @Override
    void requireSense() {
        order(verb());
    }

    private OperatorVerb verb() {
        return new OperatorVerb.ReinstateClass(label);
    }

    @Override
    String reason() {
        return reason.text();
    }

    @Override
    String done(OperatorOrder order) {
        return "Registrations of model " + model() + " may bring class '" + label + "' in again";
    }

    @Override
    String unchanged(OperatorOrder order) {
        return "Registrations of model " + model() + " could bring class '" + label + "' in already";
    }
}
