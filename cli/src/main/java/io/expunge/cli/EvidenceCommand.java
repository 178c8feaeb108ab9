/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.audit.AuditEntry;
import io.expunge.processor.evidence.EvidenceBundle;
import io.expunge.processor.evidence.EvidencePage;
import io.expunge.processor.evidence.EvidenceReport;
import io.expunge.processor.evidence.EvidenceSources;
import io.expunge.processor.evidence.EvidenceVerifier;
import io.expunge.store.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "evidence",
        synopsisSubcommandLabel = "[verify]",
        commandListHeading = "%nCommands:%n",
        description = {
            "Write all that is known of one request into one signed file: its history, the versions before and after with"
                    + " their hashes, the certificate, the verdicts, receipts of what was destroyed, and the audit records"
                    + " it stands on. A page for people is written beside it.",
            "The file holds no personal data, and anybody can check it without a broker or a store."
        },
        footer = {
            "  expunge evidence 8c1e0b4c-5e1f-4b57-9d0a-3f1d2c7b8a90 --model news",
            "  expunge evidence verify evidence-8c1e0b4c-5e1f-4b57-9d0a-3f1d2c7b8a90.json"
        })
final class EvidenceCommand extends BaseCommand {
    private static final String SUFFIX = ".json";

    @Parameters(paramLabel = "REQUEST_ID", arity = "0..1", description = "The request.")
    private Optional<String> request = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            showDefaultValue = Visibility.NEVER,
            description = "The model that was asked; needed where several were asked under the same id.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "The file, which ends with .json; the page's name ends with .html. Default:"
                    + " evidence-REQUEST_ID.json here.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object that says what was written.")
    private boolean json;

    @Mixin
    private final SigningOptions signing = new SigningOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private EvidenceCommand(Terminal terminal) {
        super(terminal);
    }

    /** The command with its check. */
    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new EvidenceCommand(terminal)).addSubcommand(new EvidenceVerifyCommand(terminal));
    }

    @Override
    ExitCode execute() throws IOException {
        String requestId =
                request.orElseThrow(() -> new ParameterException(spec.commandLine(), "Which request? Name its id."));
        Path file = output.orElseGet(() -> Path.of("evidence-" + requestId + SUFFIX));
        if (!file.toString().endsWith(SUFFIX)) {
            throw new ParameterException(spec.commandLine(), "--output: the file's name must end with " + SUFFIX + ".");
        }
        try (Connection connected = Connection.open(connection.settings());
                StoreAtHand store = StoreAtHand.ifThere(connection.store())) {
            SigningKey key = signing.key(connection, store.store());
            EvidenceSources sources = sources(connected, store, requestId);
            signing.check(key, sources.audit());
            String bundle = EvidenceBundle.make(
                    sources,
                    key,
                    String.join("", spec.root().version()),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS));
            return write(file, bundle, EvidenceVerifier.verify(bundle, Set.of()));
        }
    }

    private EvidenceSources sources(Connection connected, StoreAtHand store, String requestId) {
        RequestStatusChanged status = status(connected, requestId);
        Optional<String> owner = Optional.of(status.getModelId());
        // What is read later may only be newer than what refers to it.
        List<UnlearningVerified> verdicts =
                events(connected, connected.topics().verifications(), owner, UnlearningVerified.class).stream()
                        .filter(verdict -> verdict.getModelId().equals(status.getModelId()))
                        .toList();
        List<ModelVersionPublished> versions =
                events(connected, connected.topics().modelVersions(), owner, ModelVersionPublished.class).stream()
                        .filter(version -> version.getModelId().equals(status.getModelId()))
                        .sorted(Comparator.comparingLong(ModelVersionPublished::getVersion))
                        .toList();
        List<AuditEntry> audit = Optional.ofNullable(
                        AuditLog.read(connected, owner).get(status.getModelId()))
                .map(chain -> chain.copy().entries())
                .orElseGet(List::of);
        return new EvidenceSources(status, versions, verdicts, audit, store::papers);
    }

    private static <T extends SpecificRecord> List<T> events(
            Connection connected, String topic, Optional<String> owner, Class<T> type) {
        return AuditLog.entries(connected, topic, owner, type).stream()
                .flatMap(entry -> entry.event().stream())
                .toList();
    }

    private RequestStatusChanged status(Connection connected, String requestId) {
        List<RequestStatusChanged> found = statuses(connected, requestId).stream()
                .filter(status -> status.getRequestId().equals(requestId)
                        && model.map(status.getModelId()::equals).orElse(true))
                .toList();
        Set<String> models =
                found.stream().map(RequestStatusChanged::getModelId).collect(Collectors.toSet());
        if (models.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "request " + requestId + " is unknown"
                            + model.map(name -> " for model '" + name + "'").orElse("")
                            + ". See all with 'expunge status'.");
        }
        if (models.size() > 1) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "request " + requestId + " was asked of several models: " + String.join(", ", models)
                            + ". Name one with --model.");
        }
        return found.get(found.size() - 1);
    }

    /** All that may hold it: one partition where the model is known too. */
    private List<RequestStatusChanged> statuses(Connection connected, String requestId) {
        String topic = connected.topics().requestStatus();
        if (model.isEmpty()) {
            return PublishedVersions.read(connected, topic, RequestStatusChanged.class);
        }
        int partition = new RequestKey(model.get(), requestId).partition(connected.partitions(topic));
        try (TopicReader<RequestStatusChanged> reader =
                connected.reader(topic, Set.of(partition), RequestStatusChanged.class)) {
            return reader.readToEnd().stream()
                    .flatMap(entry -> entry.event().stream())
                    .toList();
        }
    }

    private ExitCode write(Path file, String bundle, EvidenceReport report) throws IOException {
        String name = String.valueOf(file.getFileName());
        Path page = file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + ".html");
        Files.writeString(file, bundle);
        Files.writeString(page, EvidencePage.of(bundle, name));
        if (json) {
            ObjectNode object = Json.object();
            object.put("file", file.toString());
            object.put("page", page.toString());
            object.put("modelId", report.modelId());
            object.put("requestId", report.requestId());
            object.put("state", report.state());
            object.put("keyId", report.keyId());
            object.put("ok", report.isSound());
            terminal().print(Json.line(object));
        } else {
            terminal()
                    .print("Request " + report.requestId() + " of model " + report.modelId() + " is " + report.state()
                            + ". Wrote " + file + ", and " + page + " for people.");
            terminal().print("Signed with key " + report.keyId() + ".");
        }
        report.wrong().forEach(one -> terminal().note("expunge: the topics contradict themselves: " + one.sentence()));
        return report.isSound() ? ExitCode.OK : ExitCode.FAILED;
    }
}
