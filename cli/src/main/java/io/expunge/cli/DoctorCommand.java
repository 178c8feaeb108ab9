/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.check.Examination;
import io.expunge.processor.check.Finding;
import io.expunge.processor.check.Finding.Severity;
import io.expunge.processor.check.Surroundings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at everything the service needs and says all that is wrong at once. */
@Command(
        name = "doctor",
        description = "Look at brokers, topics, rights, registry, model store and ledger, and say everything that is"
                + " missing or wrong, with the remedy. Changes nothing. Takes the options of 'expunge run'; the service"
                + " makes the same checks when it starts. Exit code 1 if it would not start.",
        footer = {
            "  expunge doctor",
            "  expunge doctor --bootstrap-servers kafka:9093 --registry-url https://registry \\",
            "                 --properties service.properties",
            "  expunge doctor --json"
        })
final class DoctorCommand extends BaseCommand {
    private static final Map<String, String> PATIENCE =
            Map.of("request.timeout.ms", "10000", "default.api.timeout.ms", "15000");

    @Option(names = "--json", description = "Print one JSON object for programs.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    DoctorCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        try (ServiceAccess access = ServiceAccess.open(connection, terminal());
                Admin admin = Admin.create(clients(access))) {
            List<Finding> findings = Examination.of(
                    new Surroundings(access.configuration(), admin, access.registry(), access.store(), true),
                    this::progress);
            if (json) {
                terminal().print(Json.line(asJson(findings)));
            } else {
                show(findings);
            }
            return exitCode(findings);
        }
    }

    private static Map<String, Object> clients(ServiceAccess access) {
        Map<String, Object> clients = new HashMap<>(PATIENCE);
        clients.putAll(access.configuration().clientProperties());
        return clients;
    }

    private void progress(String check) {
        if (terminal().interactive()) {
            terminal().note("  looking at " + check + " ...");
        }
    }

    private void show(List<Finding> findings) {
        for (Finding finding : findings) {
            terminal()
                    .print(String.format(
                            Locale.ROOT, "%-8s %-13s %s", word(finding.severity()), finding.check(), said(finding)));
            if (!finding.remedy().isEmpty()) {
                terminal().print(" ".repeat(23) + "-> " + finding.remedy());
            }
        }
        long errors = count(findings, Severity.ERROR);
        long warnings = count(findings, Severity.WARNING);
        terminal()
                .print(errors
                        + (errors == 1 ? " error, " : " errors, ")
                        + warnings
                        + (warnings == 1 ? " warning." : " warnings.")
                        + (errors == 0 ? " The service can start." : " The service will not start."));
    }

    private static String said(Finding finding) {
        return finding.on().equals(finding.check()) ? finding.what() : finding.on() + ": " + finding.what();
    }

    private static String word(Severity severity) {
        return switch (severity) {
            case OK -> "ok";
            case WARNING -> "warning";
            case ERROR -> "ERROR";
        };
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream().filter(one -> one.severity() == severity).count();
    }

    private static ExitCode exitCode(List<Finding> findings) {
        if (!Examination.brokersAnswer(findings)) {
            return ExitCode.UNREACHABLE;
        }
        return count(findings, Severity.ERROR) == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static ObjectNode asJson(List<Finding> findings) {
        ObjectNode object = Json.object();
        object.put("ok", count(findings, Severity.ERROR) == 0);
        object.put("errors", count(findings, Severity.ERROR));
        object.put("warnings", count(findings, Severity.WARNING));
        ArrayNode list = object.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode entry = list.addObject();
            entry.put("check", finding.check());
            entry.put("severity", finding.severity().name());
            entry.put("on", finding.on());
            entry.put("what", finding.what());
            entry.put("remedy", finding.remedy());
        }
        return object;
    }
}
