/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.schemas.AclCatalogue;
import io.expunge.schemas.AclRole;
import io.expunge.schemas.KafkaAclsScript;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.schemas.Topics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Prints the access rules for a cluster that denies what no rule allows. */
@Command(
        name = "acls",
        description =
                "Print the access rules Expunge needs, as calls of Kafka's own kafka-acls. Only the service may write"
                        + " output topics; only the service and operators may write commands. Asks and changes nothing.",
        footer = {
            "  expunge topics acls --service User:expunge --producer User:shop --subscriber User:server",
            "  expunge topics acls --operator 'User:CN=jane,O=example' --json"
        })
final class AclsCommand extends BaseCommand {
    private static final String TOOL = "kafka-acls --bootstrap-server \"$KAFKA\" --command-config \"$ADMIN\" ";

    @Option(
            names = "--service",
            paramLabel = "PRINCIPAL",
            showDefaultValue = Visibility.NEVER,
            description = "Who the processor logs in as.")
    private List<String> service = new ArrayList<>();

    @Option(
            names = "--producer",
            paramLabel = "PRINCIPAL",
            showDefaultValue = Visibility.NEVER,
            description = "Who may ask for deletions.")
    private List<String> producer = new ArrayList<>();

    @Option(
            names = "--trainer",
            paramLabel = "PRINCIPAL",
            showDefaultValue = Visibility.NEVER,
            description = "Who may have trained models published ('expunge train').")
    private List<String> trainer = new ArrayList<>();

    @Option(
            names = "--subscriber",
            paramLabel = "PRINCIPAL",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Who may read versions, verdicts, statuses and audit: model servers, dashboards, auditors, and"
                            + " producers that wait for an answer.")
    private List<String> subscriber = new ArrayList<>();

    @Option(
            names = "--operator",
            paramLabel = "PRINCIPAL",
            showDefaultValue = Visibility.NEVER,
            description = "Who may command the processor and read dead letters.")
    private List<String> operator = new ArrayList<>();

    @Option(
            names = "--administrator",
            paramLabel = "PRINCIPAL",
            showDefaultValue = Visibility.NEVER,
            description = "Who may create the topics ('expunge topics --create').")
    private List<String> administrator = new ArrayList<>();

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            defaultValue = "expunge",
            description = "The service's expunge.application-id.")
    private String applicationId = "expunge";

    @Option(
            names = "--subscriber-groups",
            paramLabel = "PREFIX",
            defaultValue = "subscriber-",
            description = "What the names of subscribers' consumer groups start with.")
    private String subscriberGroups = "subscriber-";

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = Topics.DEFAULT_PREFIX,
            description = "What every topic name starts with.")
    private String topicPrefix = Topics.DEFAULT_PREFIX;

    @Option(names = "--json", description = "Print one JSON object for programs.")
    private boolean json;

    AclsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        try {
            TopicCatalogue topics = TopicCatalogue.of(TopicSettings.defaults().withPrefix(topicPrefix));
            AclCatalogue rights = AclCatalogue.of(topics, applicationId, Optional.of(subscriberGroups));
            Map<AclRole, List<AclBinding>> rules = rules(rights);
            if (json) {
                terminal().print(Json.line(asJson(rules)));
            } else {
                show(rules);
            }
            return ExitCode.OK;
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, wrong.getMessage() + ".", wrong);
        }
    }

    private Map<AclRole, List<AclBinding>> rules(AclCatalogue rights) {
        Map<AclRole, List<AclBinding>> rules = new EnumMap<>(AclRole.class);
        principals().forEach((role, names) -> rules.put(role, rights.bindings(Map.of(role, Set.copyOf(names)))));
        rules.values().removeIf(List::isEmpty);
        if (rules.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "name who has which role, for example --service User:expunge --producer User:shop.");
        }
        return rules;
    }

    private Map<AclRole, List<String>> principals() {
        return Map.of(
                AclRole.SERVICE, service,
                AclRole.PRODUCER, producer,
                AclRole.TRAINER, trainer,
                AclRole.SUBSCRIBER, subscriber,
                AclRole.OPERATOR, operator,
                AclRole.ADMINISTRATOR, administrator);
    }

    private void show(Map<AclRole, List<AclBinding>> rules) {
        terminal().print("# KAFKA is host:port; ADMIN is a client file of a user who may alter access rules.");
        rules.forEach((role, bindings) -> {
            terminal().print("# " + role.label() + ": " + role.purpose());
            KafkaAclsScript.calls(bindings)
                    .forEach(arguments -> terminal().print(TOOL + KafkaAclsScript.line(arguments)));
        });
    }

    private static ObjectNode asJson(Map<AclRole, List<AclBinding>> rules) {
        ObjectNode object = Json.object();
        ArrayNode entries = object.putArray("rules");
        rules.forEach((role, bindings) -> bindings.forEach(binding -> {
            ObjectNode entry = entries.addObject();
            entry.put("role", role.label());
            entry.put("principal", binding.entry().principal());
            entry.put("resourceType", binding.pattern().resourceType().name());
            entry.put("patternType", binding.pattern().patternType().name());
            entry.put("name", binding.pattern().name());
            entry.put("operation", binding.entry().operation().name());
            entry.put("permission", binding.entry().permissionType().name());
            entry.put("host", binding.entry().host());
        }));
        return object;
    }
}
