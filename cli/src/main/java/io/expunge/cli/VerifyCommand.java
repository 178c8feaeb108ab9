/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.job.StoreJobExecutor;
import io.expunge.processor.job.VerificationChecks;
import io.expunge.processor.job.VerificationSpecification;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.store.ModelStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a published version again, here and now, from what the model store holds. */
@Command(
        name = "verify",
        description =
                "Check a published version again from what the model store holds: its files, its certificate, its classes,"
                        + " the arithmetic of its documents, and attacks against a model trained for the purpose. Once the version"
                        + " before is purged, only what stays is attacked; nothing is of a retrain that followed a failed verdict,"
                        + " where it forgot nothing more than the version before. Shows how far it is. Publishes nothing. Exit code 1"
                        + " if a check fails, but for retained-accuracy, which is told; one that could not be made says why, and"
                        + " never counts as passed.",
        footer = {
            "  expunge verify --model news",
            "  expunge verify --model news --version 2 --json     the checks of version 2, for programs"
        })
final class VerifyCommand extends BaseCommand {
    @Option(
            names = "--model",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "MODEL",
            description = "The model's id.")
    private String model = "";

    @Option(
            names = "--version",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "Which version. Default: the newest.")
    private @Nullable Long version;

    @Option(names = "--json", description = "Print one JSON object: the version and all checks.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    VerifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        ModelVersionPublished published;
        try (Connection connected = Connection.open(connection.settings())) {
            published = PublishedVersions.one(connected, model, Optional.ofNullable(version));
        }
        List<VerificationCheck> checks = check(published);
        if (json) {
            terminal().print(Json.line(object(published, checks)));
        } else {
            show(published, checks);
        }
        return checks.stream().anyMatch(VerificationChecks::speaksAgainst) ? ExitCode.FAILED : ExitCode.OK;
    }

    private List<VerificationCheck> check(ModelVersionPublished published) {
        VerificationSpecification specification = new VerificationSpecification(
                model,
                published.getVersion(),
                published.getContentHash(),
                Optional.ofNullable(published.getParentContentHash()),
                published.getVersion(),
                VerificationStage.PERIODIC);
        int threads = Runtime.getRuntime().availableProcessors();
        try (ModelStore store = connection.store().open();
                Progress progress = new Progress(terminal())) {
            return new StoreJobExecutor(store, ProcessorConfiguration.defaults().unlearning(), threads)
                    .verifier()
                    .check(specification, progress);
        }
    }

    private ObjectNode object(ModelVersionPublished published, List<VerificationCheck> checks) {
        ObjectNode object = Json.object();
        object.put("modelId", model);
        object.put("version", published.getVersion());
        object.put("contentHash", published.getContentHash());
        object.set("checks", Json.node(checks));
        return object;
    }

    private void show(ModelVersionPublished published, List<VerificationCheck> checks) {
        terminal()
                .print("Version " + published.getVersion() + " of model '" + model + "', content "
                        + published.getContentHash());
        TextTable table = new TextTable("CHECK", "KIND", "OUTCOME", "VALUE", "THRESHOLD", "INTERVAL");
        checks.forEach(check -> table.add(
                check.getName(),
                check.getKind().toString(),
                check.getOutcome().toString(),
                number(check.getValue()),
                number(check.getThreshold()),
                interval(check)));
        table.lines().forEach(terminal()::print);
        checks.stream()
                .filter(check -> check.getOutcome() != CheckOutcome.PASSED)
                .forEach(check -> terminal().print(check.getName() + ": " + check.getDetail()));
    }

    private static String interval(VerificationCheck check) {
        return check.getIntervalLow() == null || check.getIntervalHigh() == null
                ? "-"
                : number(check.getIntervalLow()) + " to " + number(check.getIntervalHigh());
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.4g", value);
    }
}
