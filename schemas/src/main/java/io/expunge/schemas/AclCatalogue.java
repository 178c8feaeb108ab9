/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.expunge.schemas.TopicSpec.Direction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Every right Expunge needs on a cluster whose authorizer denies what no rule allows, and nothing beyond. Only the service
 * writes output topics; only the service and operators write commands. Immutable.
 *
 * @param applicationId the service's Kafka Streams application id: its consumer group and what its internal topics and
 *     transactional ids start with
 * @param subscriberGroups what the names of subscribers' consumer groups start with; empty for subscribers without groups
 * @param rules every right, role by role
 */
public record AclCatalogue(String applicationId, Optional<String> subscriberGroups, List<AclRule> rules) {
    /** What the service reads beside its inputs: what it says to itself, and what a lost ledger is made from. */
    private static final Set<String> READ_BACK =
            Set.of("commands", "model-versions", "verifications", "model-heads", "request-status", "audit");

    /** Copies the list. */
    public AclCatalogue {
        rules = List.copyOf(rules);
    }

    /**
     * The rights for a set of topics.
     *
     * @throws IllegalArgumentException if a subscriber's group could be the service's own
     */
    public static AclCatalogue of(TopicCatalogue topics, String applicationId, Optional<String> subscriberGroups) {
        if (applicationId.isBlank() || subscriberGroups.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("the application id and the prefix of subscribers' groups must not be"
                    + " empty: an empty prefix means every group");
        }
        if (subscriberGroups.filter(applicationId::startsWith).isPresent()) {
            throw new IllegalArgumentException("groups that start with '" + subscriberGroups.get()
                    + "' include the service's own, '" + applicationId + "'; choose another prefix for subscribers");
        }
        return new Builder(topics, applicationId, subscriberGroups).build();
    }

    /**
     * The rules for the principals that have the roles; a role nobody has is left out.
     *
     * @param principals principals such as {@code User:expunge} by role
     * @throws IllegalArgumentException if a principal is none, or everybody is given a role that must not be everybody's
     */
    public List<AclBinding> bindings(Map<AclRole, Set<String>> principals) {
        principals.forEach((role, names) -> names.forEach(name -> requirePrincipal(role, name)));
        return rules.stream()
                .flatMap(rule -> principals.getOrDefault(rule.role(), Set.of()).stream()
                        .sorted()
                        .flatMap(principal -> bindings(rule, principal).stream()))
                .distinct()
                .toList();
    }

    private static List<AclBinding> bindings(AclRule rule, String principal) {
        return rule.operations().stream()
                .sorted()
                .map(operation -> new AclBinding(
                        new ResourcePattern(rule.type(), rule.name(), rule.pattern()),
                        new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }

    private static void requirePrincipal(AclRole role, String principal) {
        if (!principal.matches("[A-Za-z]+:\\P{Cntrl}+")) {
            throw new IllegalArgumentException(
                    "'" + principal + "' is no principal; Kafka's have a type and a name, User:expunge for example");
        }
        if (role.personal() && principal.endsWith(":*")) {
            throw new IllegalArgumentException("the role '" + role.label() + "' must not be everybody's (" + principal
                    + "): its holders can change what others rely on");
        }
    }

    /** Holds what the rules have in common, so that they read as a table. */
    private record Builder(
            TopicCatalogue topics, String applicationId, Optional<String> subscriberGroups, List<AclRule> rules) {
        private Builder(TopicCatalogue topics, String applicationId, Optional<String> subscriberGroups) {
            this(topics, applicationId, subscriberGroups, new ArrayList<>());
        }

        private AclCatalogue build() {
            service();
            Topics names = topics.settings().topics();
            topic(AclRole.PRODUCER, names.deletionRequests(), WRITE);
            topic(AclRole.TRAINER, names.modelRegistrations(), WRITE);
            topic(AclRole.TRAINER, names.requestStatus(), READ);
            // What was erased is kept out of training: the head says what, and the audit log which classes may return.
            topic(AclRole.TRAINER, names.modelHeads(), READ);
            topic(AclRole.TRAINER, names.audit(), READ);
            subscriber(names);
            operator();
            topics.topics().forEach(spec -> topic(AclRole.ADMINISTRATOR, spec.name(), CREATE, DESCRIBE, ALTER_CONFIGS));
            return new AclCatalogue(applicationId, subscriberGroups, rules);
        }

        private void service() {
            topics.topics()
                    .forEach(spec -> rules.add(new AclRule(
                            AclRole.SERVICE, ResourceType.TOPIC, PatternType.LITERAL, spec.name(), operations(spec))));
            // Changelogs and the repartition topic: made, checked, written, restored, and purged once read.
            own(ResourceType.TOPIC, PatternType.PREFIXED, CREATE, READ, WRITE, DELETE, DESCRIBE_CONFIGS);
            own(ResourceType.TRANSACTIONAL_ID, PatternType.PREFIXED, WRITE);
            own(ResourceType.GROUP, PatternType.LITERAL, READ);
        }

        private Set<AclOperation> operations(TopicSpec spec) {
            String prefix = topics.settings().prefix();
            EnumSet<AclOperation> operations = EnumSet.of(DESCRIBE_CONFIGS);
            if (spec.direction() == Direction.INPUT
                    || READ_BACK.contains(spec.name().substring(prefix.length()))) {
                operations.add(READ);
            }
            if (spec.direction() != Direction.INPUT) {
                operations.add(WRITE);
            }
            return operations;
        }

        private void own(ResourceType type, PatternType pattern, AclOperation... operations) {
            String name = pattern == PatternType.PREFIXED ? applicationId + "-" : applicationId;
            rules.add(new AclRule(AclRole.SERVICE, type, pattern, name, Set.of(operations)));
        }

        // Dead letters are left out: they hold what could not be pseudonymised.
        private void subscriber(Topics names) {
            for (String name : List.of(
                    names.requestStatus(),
                    names.modelVersions(),
                    names.modelHeads(),
                    names.verifications(),
                    names.audit())) {
                topic(AclRole.SUBSCRIBER, name, READ);
            }
            subscriberGroups.ifPresent(groups -> rules.add(
                    new AclRule(AclRole.SUBSCRIBER, ResourceType.GROUP, PatternType.PREFIXED, groups, Set.of(READ))));
        }

        // Writing inputs is for dead letters that are sent again.
        private void operator() {
            for (TopicSpec spec : topics.topics()) {
                topic(
                        AclRole.OPERATOR,
                        spec.name(),
                        spec.direction() == Direction.OUTPUT
                                ? new AclOperation[] {READ, DESCRIBE_CONFIGS}
                                : new AclOperation[] {READ, WRITE, DESCRIBE_CONFIGS});
            }
            rules.add(new AclRule(
                    AclRole.OPERATOR,
                    ResourceType.TOPIC,
                    PatternType.PREFIXED,
                    applicationId + "-",
                    Set.of(DESCRIBE, DESCRIBE_CONFIGS)));
            rules.add(new AclRule(
                    AclRole.OPERATOR, ResourceType.GROUP, PatternType.LITERAL, applicationId, Set.of(DESCRIBE)));
        }

        private void topic(AclRole role, String name, AclOperation... operations) {
            rules.add(new AclRule(role, ResourceType.TOPIC, PatternType.LITERAL, name, Set.of(operations)));
        }
    }
}
