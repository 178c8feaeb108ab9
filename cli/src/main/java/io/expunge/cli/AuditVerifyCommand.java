/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.audit.AuditChainCopy;
import io.expunge.processor.audit.AuditDefect;
import io.expunge.processor.audit.AuditFile;
import io.expunge.processor.audit.AuditFileException;
import io.expunge.processor.audit.AuditReport;
import io.expunge.processor.audit.AuditVerifier;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStoreException;
import io.expunge.store.SigningKey;
import io.expunge.store.VerificationKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = {
            "Check the audit chains: no record changed, removed, out of order or cut off at the end, every version's record"
                    + " there, every checkpoint signed. Names the first record that is wrong; exit code 1 then.",
            "From the topic, or offline from a file that --export wrote."
        },
        footer = {
            "  expunge audit verify                                       every model's chain, from the topic",
            "  expunge audit verify --model news --export audit.jsonl     check it and write it to a file",
            "  expunge audit verify --file audit.jsonl --public-key expunge-public-key.pem"
        })
final class AuditVerifyCommand extends BaseCommand {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            showDefaultValue = Visibility.NEVER,
            description = "Only this model's chain; exit code 1 if it has none.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "Check this export. Asks no broker.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--export",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Write what was read from the topic to this file, sound or not. Its first line, which says what must"
                            + " follow, is signed if the key is at hand: --key, --properties, --store or --home.")
    private Optional<Path> export = Optional.empty();

    @Option(
            names = "--must-hold",
            paramLabel = "HASH",
            showDefaultValue = Visibility.NEVER,
            description =
                    "The chain must hold a record with this hash, which was noted elsewhere: the auditHash of a version"
                            + " event, or the last hash of an earlier export. May be given several times, for one model.")
    private List<String> known = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object a model for programs.")
    private boolean json;

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Mixin
    private final SigningOptions signing = new SigningOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    AuditVerifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() throws IOException {
        checkOptions();
        Set<VerificationKey> keys = trust.keys();
        List<AuditReport> reports = file.isPresent() ? offline(file.get(), keys) : fromTopic(keys);
        if (reports.isEmpty() && model.isPresent()) {
            throw new CommandFailure(
                    ExitCode.FAILED, "model '" + model.get() + "' has no audit record and no version. Check the name.");
        }
        reports.forEach(report -> {
            if (json) {
                terminal().print(Json.line(asJson(report)));
            } else {
                show(report, keys);
            }
        });
        if (reports.isEmpty() && !json) {
            terminal().print("No audit records yet.");
        }
        return reports.stream().allMatch(AuditReport::isSound) ? ExitCode.OK : ExitCode.FAILED;
    }

    private void checkOptions() {
        if (file.isPresent() && export.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--export is for what is read from the topic, not --file.");
        }
        known.stream().filter(hash -> !ContentHash.isHash(hash)).findFirst().ifPresent(wrong -> {
            throw new ParameterException(
                    spec.commandLine(), "--must-hold: '" + wrong + "' is no hash of 64 lower-case hexadecimal digits.");
        });
        if (!known.isEmpty() && model.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--must-hold goes with --model.");
        }
    }

    private List<AuditReport> offline(Path path, Set<VerificationKey> keys) throws IOException {
        try (Stream<String> lines = Files.lines(path, StandardCharsets.UTF_8)) {
            return AuditFile.verify(path.toString(), lines, keys, model, Set.copyOf(known));
        } catch (AuditFileException none) {
            throw new CommandFailure(ExitCode.BAD_INPUT, none.getMessage() + ".", none);
        } catch (java.io.UncheckedIOException broken) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, path + " is no text in UTF-8, so it is no audit export.", broken);
        }
    }

    private List<AuditReport> fromTopic(Set<VerificationKey> keys) throws IOException {
        try (Connection connected = Connection.open(connection.settings())) {
            Map<String, AuditLog.Chain> chains = AuditLog.read(connected, model);
            if (export.isPresent()) {
                write(
                        export.get(),
                        chains.values().stream().map(AuditLog.Chain::copy).toList());
            }
            return chains.values().stream().map(chain -> check(chain, keys)).toList();
        }
    }

    private AuditReport check(AuditLog.Chain chain, Set<VerificationKey> keys) {
        AuditVerifier verifier = AuditVerifier.ofWhole(chain.copy().modelId(), keys);
        for (int index = 0; index < chain.places().size(); index++) {
            verifier.take(chain.copy().entries().get(index), chain.places().get(index));
        }
        chain.copy().versions().forEach((version, hash) -> verifier.mustHold(hash, "the record of version " + version));
        known.forEach(hash -> verifier.mustHold(hash, "the record with the hash " + hash));
        return verifier.report();
    }

    private void write(Path path, List<AuditChainCopy> chains) throws IOException {
        Optional<SigningKey> key = key();
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8))) {
            AuditFile.write(chains, key, line -> out.append(line).append('\n'));
            if (out.checkError()) {
                throw new IOException(path + " could not be written whole");
            }
        }
        terminal()
                .note("expunge: wrote " + path
                        + (key.isPresent()
                                ? ""
                                : "; its first line is not signed, since no key is here, so a check with --public-key will"
                                        + " refuse it. Name the key with --key, or the store with --store."));
    }

    /** Who may read the topic and not the store writes the file all the same. */
    private Optional<SigningKey> key() {
        try (StoreAtHand store = StoreAtHand.ifThere(connection.store())) {
            return signing.find(connection, store.store());
        } catch (ModelStoreException notReadable) {
            terminal().note("expunge: the key in the model store cannot be read: " + notReadable.getMessage());
            return Optional.empty();
        }
    }

    private void show(AuditReport report, Set<VerificationKey> keys) {
        if (report.defect().isPresent()) {
            AuditDefect defect = report.defect().get();
            terminal()
                    .print("! Model " + report.modelId() + ": record " + defect.sequence() + " is the first bad one ("
                            + defect.where() + "): " + defect.sentence() + ".");
            return;
        }
        terminal()
                .print("Model " + report.modelId() + ": " + report.records() + " records, unbroken; the last is "
                        + report.last() + ", hash " + report.head() + ".");
        terminal()
                .print(
                        report.checkpoints() == 0
                                ? "  No signed checkpoint: only the hashes in version events vouch for it."
                                : "  " + report.checkpoints() + " signed checkpoints cover records 1 to "
                                        + report.signedUpTo() + "; key " + String.join(", ", report.keyIds())
                                        + (keys.isEmpty() ? ", which nobody compared (--public-key)." : ", trusted."));
    }

    private static ObjectNode asJson(AuditReport report) {
        ObjectNode object = Json.object();
        object.put("modelId", report.modelId());
        object.put("ok", report.isSound());
        object.put("records", report.records());
        object.put("last", report.last());
        object.put("head", report.head());
        object.put("checkpoints", report.checkpoints());
        object.put("signedUpTo", report.signedUpTo());
        object.set("keyIds", Json.node(report.keyIds()));
        report.defect().ifPresent(defect -> {
            ObjectNode found = object.putObject("firstBad");
            found.put("sequence", defect.sequence());
            found.put("where", defect.where());
            found.put("what", defect.sentence());
        });
        return object;
    }
}
