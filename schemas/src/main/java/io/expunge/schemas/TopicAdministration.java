/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static java.util.Objects.requireNonNull;

import io.expunge.schemas.TopicFinding.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics of a catalogue and checks those that exist. Never alters or deletes a topic. Thread-safe as the
 * given client is; does not close it.
 */
public final class TopicAdministration {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(
            Duration.ofSeconds(60), "Check the bootstrap servers, and that this user may describe and create topics.");

    private final Admin admin;

    public TopicAdministration(Admin admin) {
        this.admin = admin;
    }

    /**
     * Compares what exists with the catalogue.
     *
     * @return what is wrong, in the catalogue's order; empty if all is well
     * @throws TopicAdministrationException if the brokers cannot be asked
     */
    public List<TopicFinding> check(TopicCatalogue catalogue) {
        Set<String> existing = existing(catalogue);
        Map<String, TopicState> states = describe(existing);
        List<TopicFinding> findings = new ArrayList<>();
        for (TopicSpec spec : catalogue.topics()) {
            TopicState state = states.get(spec.name());
            findings.addAll(state == null ? List.of(missing(spec)) : TopicComparison.compare(spec, state));
        }
        return List.copyOf(findings);
    }

    /**
     * Creates the topics that do not exist. A topic that another process creates at the same moment is left as it is.
     *
     * @return the names created, in the catalogue's order
     * @throws TopicAdministrationException if the brokers refuse or cannot be asked
     */
    public List<String> createMissing(TopicCatalogue catalogue) {
        Set<String> existing = existing(catalogue);
        List<NewTopic> wanted = catalogue.topics().stream()
                .filter(spec -> !existing.contains(spec.name()))
                .map(TopicAdministration::newTopic)
                .toList();
        Map<String, KafkaFuture<Void>> created = admin.createTopics(wanted).values();
        return wanted.stream()
                .map(NewTopic::name)
                .filter(name -> wasCreated(name, requireNonNull(created.get(name))))
                .toList();
    }

    /**
     * Whether a topic exists and has ever been written to, be it by a transaction that is open or was aborted.
     *
     * @throws TopicAdministrationException if the brokers cannot be asked
     */
    public boolean holdsRecords(String topic) {
        return ends(topic).values().stream().anyMatch(end -> end > 0);
    }

    /**
     * Where each partition of a topic ends, with what open transactions wrote; empty if there is no such topic.
     *
     * @throws TopicAdministrationException if the brokers cannot be asked
     */
    public Map<TopicPartition, Long> ends(String topic) {
        if (!exists(
                topic,
                requireNonNull(
                        admin.describeTopics(Set.of(topic)).topicNameValues().get(topic)))) {
            return Map.of();
        }
        TopicDescription description = requireNonNull(await(
                        "describe topic '" + topic + "'",
                        admin.describeTopics(Set.of(topic)).allTopicNames())
                .get(topic));
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        description
                .partitions()
                .forEach(
                        partition -> latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        await("list offsets of topic '" + topic + "'", admin.listOffsets(latest).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static boolean wasCreated(String name, KafkaFuture<Void> creation) {
        try {
            await("create topic '" + name + "'", creation);
            return true;
        } catch (TopicAdministrationException refused) {
            if (refused.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw refused;
        }
    }

    private static NewTopic newTopic(TopicSpec spec) {
        return new NewTopic(spec.name(), spec.partitions(), spec.replicationFactor()).configs(spec.configs());
    }

    // Asked one by one, because a list leaves out what this user may not see: that would look like a missing topic.
    private Set<String> existing(TopicCatalogue catalogue) {
        List<String> names = catalogue.topics().stream().map(TopicSpec::name).toList();
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(names).topicNameValues();
        return names.stream()
                .filter(name -> exists(name, requireNonNull(answers.get(name))))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean exists(String name, KafkaFuture<TopicDescription> answer) {
        try {
            await("describe topic '" + name + "'", answer);
            return true;
        } catch (TopicAdministrationException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw failed;
        }
    }

    private Map<String, TopicState> describe(Set<String> names) {
        Map<String, TopicDescription> descriptions =
                await("describe topics", admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> configs = await(
                "describe topic configurations",
                admin.describeConfigs(resources(names)).all());
        Map<String, TopicState> states = new HashMap<>();
        configs.forEach((resource, config) ->
                states.put(resource.name(), state(requireNonNull(descriptions.get(resource.name())), config)));
        return states;
    }

    private static Collection<ConfigResource> resources(Set<String> names) {
        return names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
    }

    private static TopicState state(TopicDescription description, Config config) {
        int replicas = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        Map<String, String> values = config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
        return new TopicState(description.partitions().size(), replicas, values);
    }

    private static TopicFinding missing(TopicSpec spec) {
        return new TopicFinding(
                spec.name(), Problem.MISSING, "the topic does not exist.", "Create it with 'expunge topics --create'.");
    }

    private static <T> T await(String action, KafkaFuture<T> future) {
        return ANSWERS.await(action, future);
    }
}
