/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Asks the brokers what the own user may do, before it is needed. Brokers without an authorizer allow everything. What
 * cannot be asked is taken as allowed: a topic that does not exist, making internal topics, using transactional ids.
 * Thread-safe as the given client is; does not close it.
 */
public final class AclAdministration {
    private static final BrokerAnswers ANSWERS =
            new BrokerAnswers(Duration.ofSeconds(30), "Check the bootstrap servers and the security settings.");

    private final Admin admin;

    public AclAdministration(Admin admin) {
        this.admin = admin;
    }

    /**
     * What the user lacks for a role, one sentence per topic or group; empty if nothing is known to be missing.
     *
     * @throws TopicAdministrationException if the brokers cannot be asked
     */
    public List<String> missing(AclCatalogue catalogue, AclRole role) {
        Map<AclRule, KafkaFuture<Set<AclOperation>>> answers = new LinkedHashMap<>();
        catalogue.rules().stream()
                .filter(rule -> rule.role() == role && rule.pattern() == PatternType.LITERAL)
                .forEach(rule -> answers.put(rule, ask(rule)));
        return answers.entrySet().stream()
                .flatMap(answer -> lacking(answer.getKey(), answer.getValue()).stream())
                .toList();
    }

    private KafkaFuture<Set<AclOperation>> ask(AclRule rule) {
        List<String> name = List.of(rule.name());
        if (rule.type() == ResourceType.GROUP) {
            DescribeConsumerGroupsOptions options =
                    new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
            return Objects.requireNonNull(admin.describeConsumerGroups(name, options)
                            .describedGroups()
                            .get(rule.name()))
                    .thenApply(ConsumerGroupDescription::authorizedOperations);
        }
        DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        return Objects.requireNonNull(
                        admin.describeTopics(name, options).topicNameValues().get(rule.name()))
                .thenApply(TopicDescription::authorizedOperations);
    }

    private static Optional<String> lacking(AclRule rule, KafkaFuture<Set<AclOperation>> answer) {
        Set<AclOperation> lacking = EnumSet.copyOf(rule.operations());
        allowed(rule, answer).ifPresentOrElse(lacking::removeAll, lacking::clear);
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(rule.type().name().toLowerCase(Locale.ROOT) + " " + rule.name() + ": this user may not "
                        + words(lacking) + ".");
    }

    private static String words(Set<AclOperation> operations) {
        return operations.stream()
                .sorted()
                .map(operation -> operation.name().replace('_', ' ').toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** Empty where nobody can tell. */
    private static Optional<Set<AclOperation>> allowed(AclRule rule, KafkaFuture<Set<AclOperation>> answer) {
        try {
            return Optional.ofNullable(ANSWERS.await("ask what is allowed on " + rule.name(), answer));
        } catch (TopicAdministrationException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof AuthorizationException) {
                return Optional.of(Set.of());
            }
            if (cause instanceof UnknownTopicOrPartitionException || cause instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw failed;
        }
    }
}
