/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.evidence.EvidenceReport;
import io.expunge.processor.evidence.EvidenceStatement;
import io.expunge.processor.evidence.EvidenceVerifier;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description =
                "Check a file that 'expunge evidence' wrote, and say sentence by sentence what holds, what is wrong and"
                        + " what a file cannot show. Asks no broker and no store. Exit code 1 if anything is wrong.",
        footer = {
            "  expunge evidence verify evidence-8c1e0b4c.json --public-key expunge-public-key.pem",
            "  expunge evidence verify evidence-8c1e0b4c.json --json"
        })
final class EvidenceVerifyCommand extends BaseCommand {
    @Parameters(paramLabel = "FILE", description = "The evidence, the file that ends with .json.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print one JSON object for programs.")
    private boolean json;

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    EvidenceVerifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() throws IOException {
        EvidenceReport report = EvidenceVerifier.verify(read(), trust.keys());
        if (json) {
            terminal().print(Json.line(asJson(report)));
        } else {
            show(report);
        }
        return report.isSound() ? ExitCode.OK : ExitCode.FAILED;
    }

    private String read() throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException binary) {
            throw new CommandFailure(ExitCode.BAD_INPUT, file + " is no text in UTF-8, so it is no evidence.", binary);
        }
    }

    private void show(EvidenceReport report) {
        for (EvidenceStatement one : report.statements()) {
            String mark =
                    switch (one.outcome()) {
                        case HOLDS -> "holds        ";
                        case WRONG -> "WRONG        ";
                        case NOT_CHECKED -> "not checked  ";
                    };
            terminal().print(mark + String.format("%-14s", one.subject()) + one.sentence());
        }
        terminal()
                .print(
                        report.isSound()
                                ? "Sound: request " + report.requestId() + " of model " + report.modelId() + " is "
                                        + report.state() + ". Mind what was not checked."
                                : "REFUSED: " + report.wrong().size() + " of "
                                        + report.statements().size() + " statements are wrong; trust nothing in it.");
    }

    private static ObjectNode asJson(EvidenceReport report) {
        ObjectNode object = Json.object();
        object.put("ok", report.isSound());
        object.put("modelId", report.modelId());
        object.put("requestId", report.requestId());
        object.put("state", report.state());
        object.put("keyId", report.keyId());
        ArrayNode statements = object.putArray("statements");
        report.statements().forEach(one -> {
            ObjectNode statement = statements.addObject();
            statement.put("outcome", one.outcome().name());
            statement.put("subject", one.subject());
            statement.put("sentence", one.sentence());
        });
        return object;
    }
}
