/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.schemas.TopicFinding.Problem;
import io.expunge.schemas.TopicSpec.Direction;
import io.expunge.schemas.TopicSpec.PartitionRule;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TopicCatalogueTest {
    private static final TopicCatalogue CATALOGUE = TopicCatalogue.of(TopicSettings.defaults());

    private static TopicState asWanted(TopicSpec spec) {
        return new TopicState(spec.partitions(), spec.replicationFactor(), spec.configs());
    }

    @Example
    void theTopicsAreThoseOfTheDesign() {
        assertThat(CATALOGUE.topics())
                .extracting(TopicSpec::name)
                .containsExactly(
                        "expunge.deletion-requests",
                        "expunge.model-registrations",
                        "expunge.commands",
                        "expunge.request-status",
                        "expunge.model-versions",
                        "expunge.model-heads",
                        "expunge.verifications",
                        "expunge.audit",
                        "expunge.dead-letters");
    }

    @Example
    void whatIsKeptForEverIsKeptForEver() {
        Topics names = Topics.withDefaultPrefix();
        Map<String, String> retention = CATALOGUE.topics().stream()
                .filter(spec -> "-1".equals(spec.configs().get("retention.ms")))
                .collect(
                        Collectors.toMap(TopicSpec::name, spec -> spec.configs().get("retention.bytes")));
        assertThat(retention)
                .containsOnlyKeys(names.modelVersions(), names.verifications(), names.audit())
                .containsEntry(names.audit(), "-1");
        assertThat(CATALOGUE.topics())
                .filteredOn(spec -> spec.configs().get("cleanup.policy").equals("compact"))
                .extracting(TopicSpec::name)
                .containsExactlyInAnyOrder(names.requestStatus(), names.modelHeads());
    }

    @Example
    void intakeIsStampedByTheBroker() {
        assertThat(CATALOGUE.topics())
                .filteredOn(spec -> spec.direction() == Direction.INPUT)
                .hasSize(2)
                .allSatisfy(
                        spec -> assertThat(spec.configs()).containsEntry("message.timestamp.type", "LogAppendTime"));
    }

    @Property(seed = Seeds.PROPERTY, tries = 20)
    void everyTopicByModelHasTheSamePartitions(
            @ForAll @IntRange(min = 1, max = 100) int model, @ForAll @IntRange(min = 1, max = 100) int intake) {
        TopicSettings settings =
                TopicSettings.defaults().withModelPartitions(model).withIntakePartitions(intake);
        Map<Integer, Long> byRule = TopicCatalogue.of(settings).topics().stream()
                .filter(spec -> spec.partitionRule() == PartitionRule.MODEL)
                .collect(Collectors.groupingBy(TopicSpec::partitions, Collectors.counting()));
        assertThat(byRule).containsExactly(Map.entry(model, 5L));
    }

    @Example
    void aTopicAsWantedHasNoFindings() {
        for (TopicSpec spec : CATALOGUE.topics()) {
            assertThat(TopicComparison.compare(spec, asWanted(spec))).isEmpty();
        }
    }

    @Example
    void everyDeviationIsFoundAndNamed() {
        TopicSpec commands = CATALOGUE.topic("expunge.commands");
        Map<String, String> configs = new HashMap<>(commands.configs());
        configs.put("cleanup.policy", "compact,delete");
        configs.put("retention.ms", "1000");
        configs.put("message.timestamp.type", "CreateTime");
        configs.put("max.message.bytes", "100");
        assertThat(TopicComparison.compare(commands, new TopicState(3, 0, configs)))
                .extracting(TopicFinding::problem)
                .containsExactlyInAnyOrder(
                        Problem.PARTITIONS,
                        Problem.REPLICATION,
                        Problem.CLEANUP_POLICY,
                        Problem.RETENTION,
                        Problem.CONFIGURATION,
                        Problem.CONFIGURATION);
    }

    @Example
    void moreRoomThanAskedForIsNoFinding() {
        TopicSpec requests = CATALOGUE.topic("expunge.deletion-requests");
        Map<String, String> configs = new HashMap<>(requests.configs());
        configs.put("max.message.bytes", "20000000");
        assertThat(TopicComparison.compare(requests, new TopicState(17, 3, configs)))
                .isEmpty();
    }

    @Example
    void copiesBringAQuorum() {
        TopicCatalogue three = TopicCatalogue.of(TopicSettings.defaults().withReplicationFactor(3));
        assertThat(three.topics())
                .allSatisfy(spec -> assertThat(spec.configs()).containsEntry("min.insync.replicas", "2"));
    }

    @Example
    void badSettingsAreRefusedByName() {
        assertThatThrownBy(() -> TopicSettings.defaults().withModelPartitions(0))
                .hasMessageContaining("modelPartitions");
        assertThatThrownBy(() -> new Topics("a b")).hasMessageContaining("'a b'");
        assertThatThrownBy(() -> new Topics("x".repeat(240))).hasMessageContaining("249");
    }
}
