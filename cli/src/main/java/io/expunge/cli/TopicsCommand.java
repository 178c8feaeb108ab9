/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.schemas.SubjectAdministration;
import io.expunge.schemas.SubjectFinding;
import io.expunge.schemas.TopicAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicFinding;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.TopicSpec;
import io.expunge.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates or checks the topics and their subjects in the registry. */
@Command(
        name = "topics",
        description =
                "Compare the topics and registry subjects with what Expunge needs, or create what is missing. Never"
                        + " alters or deletes a topic.",
        commandListHeading = "%nAlso:%n",
        footer = {
            "  expunge topics                                        what there is and what is wrong",
            "  expunge topics --create --bootstrap-servers kafka:9092 --registry-url http://registry:8081 \\",
            "                 --partitions 12 --replication-factor 3",
            "  expunge topics acls --service User:expunge            access rules for kafka-acls"
        })
final class TopicsCommand extends BaseCommand {
    /** What to do; check when nothing is said. */
    static final class Verb {
        @Option(
                names = "--check",
                description = "List topics and findings; exit code 1 if something is wrong. The default.")
        @SuppressWarnings("unused") // says what happens anyway
        private boolean check;

        @Option(names = "--create", description = "Create missing topics and register missing schemas, then check.")
        private boolean create;
    }

    @ArgGroup
    private Verb verb = new Verb();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Partitions of the topics by model. Fixed once they exist: it bounds how many models are worked"
                            + " on at once.")
    private int partitions = 4;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "1",
            description = "Copies of every partition; 3 in production.")
    private int replicationFactor = 1;

    @Option(names = "--json", description = "Print one JSON object for programs.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    TopicsCommand(Terminal terminal) {
        super(terminal);
    }

    /** The command with what belongs to it. */
    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new TopicsCommand(terminal)).addSubcommand(new AclsCommand(terminal));
    }

    /** What was found. */
    private record Report(
            TopicCatalogue catalogue, List<String> created, List<TopicFinding> topics, List<SubjectFinding> subjects) {
        boolean clean() {
            return topics.isEmpty() && subjects.isEmpty();
        }
    }

    @Override
    ExitCode execute() {
        TopicCatalogue catalogue = TopicCatalogue.of(settings());
        try (Connection connected = Connection.open(connection.settings())) {
            TopicAdministration topics = new TopicAdministration(connected.admin());
            SubjectAdministration subjects = new SubjectAdministration(connected.registry());
            List<String> created = verb.create
                    ? Stream.concat(topics.createMissing(catalogue).stream(), subjects.register(catalogue).stream())
                            .toList()
                    : List.of();
            Report report = new Report(catalogue, created, topics.check(catalogue), subjects.check(catalogue));
            if (json) {
                terminal().print(Json.line(asJson(report)));
            } else {
                show(report);
            }
            return report.clean() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private TopicSettings settings() {
        if (replicationFactor > Short.MAX_VALUE) {
            throw new CommandFailure(ExitCode.USAGE, "--replication-factor " + replicationFactor + " is absurd.");
        }
        try {
            return TopicSettings.defaults()
                    .withPrefix(connection.topics().prefix())
                    .withModelPartitions(partitions)
                    .withIntakePartitions(partitions)
                    .withReplicationFactor(replicationFactor);
        } catch (IllegalArgumentException outOfRange) {
            throw new CommandFailure(ExitCode.USAGE, outOfRange.getMessage() + ".", outOfRange);
        }
    }

    private void show(Report report) {
        report.created().forEach(name -> terminal().print("Created " + name));
        Set<String> wrong = report.topics().stream().map(TopicFinding::topic).collect(Collectors.toSet());
        TextTable table = new TextTable("TOPIC", "STATE", "EVENT", "KEY", "KEPT");
        for (TopicSpec topic : report.catalogue().topics()) {
            table.add(
                    topic.name(),
                    wrong.contains(topic.name()) ? "WRONG" : "ok",
                    topic.value().map(Class::getSimpleName).orElse("-"),
                    topic.key(),
                    kept(topic));
        }
        table.lines().forEach(terminal()::print);
        report.topics().forEach(finding -> terminal().print("! " + finding));
        report.subjects().forEach(finding -> terminal().print("! " + finding));
        if (report.clean()) {
            terminal().print("All topics and subjects are as they should be.");
        }
    }

    private static String kept(TopicSpec topic) {
        return topic.cleanup() == TopicSpec.Cleanup.COMPACT
                ? "newest per key"
                : topic.retention()
                        .map(Duration::toDays)
                        .map(days -> days + " days")
                        .orElse("for ever");
    }

    private static ObjectNode asJson(Report report) {
        ObjectNode object = Json.object();
        object.put("ok", report.clean());
        object.set("created", Json.node(report.created()));
        ArrayNode topics = object.putArray("topics");
        for (TopicSpec topic : report.catalogue().topics()) {
            ObjectNode entry = topics.addObject();
            entry.put("name", topic.name());
            entry.put("purpose", topic.purpose());
            entry.put("direction", topic.direction().name());
            entry.put("key", topic.key());
            entry.set("value", Json.node(topic.value().map(Class::getName).orElse(null)));
            entry.set("subject", Json.node(subject(topic)));
            entry.set("configs", Json.node(topic.configs()));
        }
        ArrayNode findings = object.putArray("findings");
        report.topics()
                .forEach(found -> finding(findings, found.topic(), found.problem(), found.what(), found.remedy()));
        report.subjects()
                .forEach(found -> finding(findings, found.subject(), found.problem(), found.what(), found.remedy()));
        return object;
    }

    private static @org.jspecify.annotations.Nullable String subject(TopicSpec topic) {
        Class<? extends SpecificRecord> value = topic.value().orElse(null);
        return value == null ? null : Topics.valueSubject(topic.name());
    }

    private static void finding(ArrayNode findings, String on, Enum<?> problem, String what, String remedy) {
        ObjectNode finding = findings.addObject();
        finding.put("on", on);
        finding.put("problem", problem.name());
        finding.put("what", what);
        finding.put("remedy", remedy);
    }
}
