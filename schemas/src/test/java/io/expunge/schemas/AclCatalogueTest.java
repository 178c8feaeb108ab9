/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.schemas.TopicSpec.Direction;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

class AclCatalogueTest {
    private static final TopicCatalogue TOPICS = TopicCatalogue.of(TopicSettings.defaults());
    private static final AclCatalogue RIGHTS = AclCatalogue.of(TOPICS, "expunge", Optional.of("subscriber-"));

    private static Set<AclRole> allowed(AclOperation operation, String topic) {
        return RIGHTS.rules().stream()
                .filter(rule -> rule.type() == ResourceType.TOPIC && covers(rule, topic))
                .filter(rule -> rule.operations().contains(operation))
                .map(AclRule::role)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(AclRole.class)));
    }

    private static boolean covers(AclRule rule, String topic) {
        return rule.pattern() == PatternType.PREFIXED ? topic.startsWith(rule.name()) : topic.equals(rule.name());
    }

    @Example
    void onlyTheServiceWritesOutputTopics() {
        assertThat(TOPICS.topics())
                .filteredOn(topic -> topic.direction() == Direction.OUTPUT)
                .hasSize(6)
                .allSatisfy(topic ->
                        assertThat(allowed(AclOperation.WRITE, topic.name())).containsOnly(AclRole.SERVICE));
    }

    @Example
    void onlyTheServiceAndOperatorsWriteCommands() {
        assertThat(allowed(AclOperation.WRITE, "expunge.commands")).containsOnly(AclRole.SERVICE, AclRole.OPERATOR);
        assertThat(allowed(AclOperation.READ, "expunge.commands")).containsOnly(AclRole.SERVICE, AclRole.OPERATOR);
    }

    @Example
    void producersWriteRequestsAndDoNothingElse() {
        assertThat(RIGHTS.rules())
                .filteredOn(rule -> rule.role() == AclRole.PRODUCER)
                .containsExactly(new AclRule(
                        AclRole.PRODUCER,
                        ResourceType.TOPIC,
                        PatternType.LITERAL,
                        "expunge.deletion-requests",
                        Set.of(AclOperation.WRITE)));
    }

    @Example
    void subscribersOnlyReadAndNeverWhatHoldsPlainIds() {
        assertThat(RIGHTS.rules())
                .filteredOn(rule -> rule.role() == AclRole.SUBSCRIBER)
                .allSatisfy(rule -> assertThat(rule.operations()).containsOnly(AclOperation.READ))
                .extracting(AclRule::name)
                .doesNotContain("expunge.deletion-requests", "expunge.dead-letters", "expunge.commands");
    }

    @Example
    void nobodyButTheServiceTouchesItsInternalTopicsGroupAndTransactions() {
        String changelog = "expunge-models-changelog";
        assertThat(allowed(AclOperation.WRITE, changelog)).containsOnly(AclRole.SERVICE);
        assertThat(allowed(AclOperation.READ, changelog)).containsOnly(AclRole.SERVICE);
        assertThat(RIGHTS.rules())
                .filteredOn(rule -> rule.type() == ResourceType.TRANSACTIONAL_ID)
                .extracting(AclRule::role)
                .containsOnly(AclRole.SERVICE);
        assertThat(RIGHTS.rules())
                .filteredOn(rule -> rule.type() == ResourceType.GROUP
                        && covers(rule, "expunge")
                        && rule.operations().contains(AclOperation.READ))
                .extracting(AclRule::role)
                .containsOnly(AclRole.SERVICE);
    }

    @Example
    void bindingsAreMadeForThoseWhoHaveARole() {
        var bindings = RIGHTS.bindings(
                Map.of(AclRole.PRODUCER, Set.of("User:shop", "User:crm"), AclRole.SERVICE, Set.of("User:expunge")));

        assertThat(bindings).doesNotHaveDuplicates().allSatisfy(binding -> {
            assertThat(binding.entry().permissionType()).isEqualTo(AclPermissionType.ALLOW);
            assertThat(binding.entry().principal()).isIn("User:shop", "User:crm", "User:expunge");
            assertThat(binding.isUnknown()).isFalse();
        });
        assertThat(bindings)
                .filteredOn(binding -> binding.entry().principal().equals("User:crm"))
                .hasSize(1);
    }

    @Example
    void everybodyMayAskButNotServe() {
        assertThat(RIGHTS.bindings(Map.of(AclRole.PRODUCER, Set.of("User:*")))).hasSize(1);
        for (AclRole role : List.of(AclRole.SERVICE, AclRole.OPERATOR, AclRole.ADMINISTRATOR)) {
            assertThatThrownBy(() -> RIGHTS.bindings(Map.of(role, Set.of("User:*"))))
                    .hasMessageContaining(role.label())
                    .hasMessageContaining("everybody");
        }
        assertThatThrownBy(() -> RIGHTS.bindings(Map.of(AclRole.PRODUCER, Set.of("shop"))))
                .hasMessageContaining("'shop'")
                .hasMessageContaining("User:");
    }

    @Example
    void subscribersGroupsNeverIncludeTheServices() {
        assertThatThrownBy(() -> AclCatalogue.of(TOPICS, "expunge", Optional.of("exp")))
                .hasMessageContaining("'expunge'");
        assertThatThrownBy(() -> AclCatalogue.of(TOPICS, "expunge", Optional.of("")))
                .hasMessageContaining("every group");
    }

    @Example
    void anAdministratorGetsLinesForKafkasOwnTool() {
        List<List<String>> calls = KafkaAclsScript.calls(RIGHTS.bindings(
                Map.of(AclRole.PRODUCER, Set.of("User:CN=the shop"), AclRole.SUBSCRIBER, Set.of("User:server"))));

        assertThat(calls.stream().map(KafkaAclsScript::line))
                .containsExactly(
                        "--add --allow-principal 'User:CN=the shop' --operation Write --topic expunge.deletion-requests",
                        "--add --allow-principal User:server --operation Read --topic expunge.request-status"
                                + " --topic expunge.model-versions --topic expunge.model-heads"
                                + " --topic expunge.verifications --topic expunge.audit",
                        "--add --allow-principal User:server --operation Read --resource-pattern-type prefixed"
                                + " --group subscriber-");
        assertThat(KafkaAclsScript.line(List.of("User:O'Neill"))).isEqualTo("'User:O'\\''Neill'");
    }
}
