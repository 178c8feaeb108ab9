/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.cluster;

import io.expunge.schemas.BrokerAnswers;
import io.expunge.schemas.TopicAdministrationException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What the brokers say about themselves, in the words of the checks. Every method throws
 * {@link TopicAdministrationException} if they cannot be asked. Thread-safe as the given client is; does not close it.
 */
public final class ClusterView {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(
            Duration.ofSeconds(30), "Check the bootstrap servers, and that this user has the rights of the service.");

    private final Admin admin;

    public ClusterView(Admin admin) {
        this.admin = admin;
    }

    /** What the cluster calls itself. */
    public String clusterId() {
        return await("ask for the cluster id", admin.describeCluster().clusterId());
    }

    /** How many brokers there are now. */
    public int brokers() {
        return nodes().size();
    }

    private Collection<Node> nodes() {
        return await("list the brokers", admin.describeCluster().nodes());
    }

    /** The settings of one broker; they are assumed to be alike. */
    public Map<String, String> brokerSettings() {
        ConfigResource broker = new ConfigResource(
                ConfigResource.Type.BROKER, nodes().iterator().next().idString());
        return await(
                        "read the brokers' settings",
                        admin.describeConfigs(List.of(broker)).all())
                .values()
                .stream()
                .map(ClusterView::values)
                .findFirst()
                .orElseGet(Map::of);
    }

    /** Whether the brokers ask who may do what. */
    public boolean hasAuthorizer() {
        try {
            await(
                    "ask for access rules",
                    admin.describeAcls(AclBindingFilter.ANY).values());
            return true;
        } catch (TopicAdministrationException failed) {
            return !(failed.getCause() instanceof SecurityDisabledException);
        }
    }

    /** The topics that exist and that this user may see. */
    public Set<String> topicNames() {
        return await("list topics", admin.listTopics().names());
    }

    /** Who a topic is: another one of the same name has another id. Empty if there is none. */
    public Optional<Uuid> topicId(String topic) {
        try {
            return Optional.of(describe(topic).topicId());
        } catch (TopicAdministrationException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private TopicDescription describe(String topic) {
        return await(
                "describe topic '" + topic + "'",
                admin.describeTopics(List.of(topic))
                        .topicNameValues()
                        .values()
                        .iterator()
                        .next());
    }

    /** The settings of those topics that exist. */
    public Map<String, Map<String, String>> topicSettings(Collection<String> topics) {
        Set<String> existing = topicNames();
        List<ConfigResource> resources = topics.stream()
                .filter(existing::contains)
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, Map<String, String>> settings = new HashMap<>();
        await("read the topics' settings", admin.describeConfigs(resources).all())
                .forEach((resource, config) -> settings.put(resource.name(), values(config)));
        return settings;
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    /** How many members a consumer group has; 0 if there is no such group. */
    public int members(String group) {
        return memberClientIds(group).size();
    }

    /** The client ids of a group's members, one for each stream thread. */
    public List<String> memberClientIds(String group) {
        try {
            return await(
                            "describe consumer group '" + group + "'",
                            admin.describeConsumerGroups(List.of(group))
                                    .describedGroups()
                                    .values()
                                    .iterator()
                                    .next())
                    .members()
                    .stream()
                    .map(MemberDescription::clientId)
                    .toList();
        } catch (TopicAdministrationException failed) {
            if (failed.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw failed;
        }
    }

    /** What a group has committed; open transactions are waited for. */
    public Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(
                        "read the offsets of group '" + group + "'",
                        admin.listConsumerGroupOffsets(
                                        Map.of(group, new ListConsumerGroupOffsetsSpec()),
                                        new ListConsumerGroupOffsetsOptions().requireStable(true))
                                .partitionsToOffsetAndMetadata(group))
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    /** Deletes topics; one that is gone already is no failure. */
    public void delete(Collection<String> topics) {
        admin.deleteTopics(topics).topicNameValues().forEach((topic, deletion) -> {
            try {
                await("delete topic '" + topic + "'", deletion);
            } catch (TopicAdministrationException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failed;
                }
            }
        });
    }

    private static <T> T await(String action, KafkaFuture<T> future) {
        return ANSWERS.await(action, future);
    }
}
