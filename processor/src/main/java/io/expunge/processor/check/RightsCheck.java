/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.schemas.TopicAdministrationException;
import io.expunge.schemas.TopicSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;

/** This user may do with each topic what the service does with it. */
final class RightsCheck implements Check {
    @Override
    public String name() {
        return "rights";
    }

    @Override
    public boolean needsBrokers() {
        return true;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        Set<String> existing = surroundings.cluster().topicNames();
        List<Finding> findings = new ArrayList<>();
        for (TopicSpec topic : surroundings.catalogue().topics()) {
            if (existing.contains(topic.name())) {
                examine(surroundings, topic, findings);
            }
        }
        if (findings.isEmpty()) {
            findings.add(authorizer(surroundings));
        }
        return findings;
    }

    private void examine(Surroundings surroundings, TopicSpec topic, List<Finding> findings) {
        Set<AclOperation> allowed = surroundings.cluster().allowed(topic.name());
        Set<AclOperation> missing = needed(topic);
        missing.removeAll(allowed);
        if (!allowed.isEmpty() && !missing.isEmpty()) {
            findings.add(Finding.error(
                    name(),
                    topic.name(),
                    "this user lacks "
                            + missing.stream().map(Enum::name).sorted().collect(Collectors.joining(", ")) + ".",
                    "Grant it with kafka-acls."));
        }
    }

    private static Set<AclOperation> needed(TopicSpec topic) {
        return switch (topic.direction()) {
            case INPUT -> EnumSet.of(AclOperation.DESCRIBE, AclOperation.READ);
            case INTERNAL, OUTPUT -> EnumSet.of(AclOperation.DESCRIBE, AclOperation.READ, AclOperation.WRITE);
        };
    }

    /** Rights on the consumer group, the transactional ids and topics that do not exist yet show only when used. */
    private Finding authorizer(Surroundings surroundings) {
        return hasNoAuthorizer(surroundings)
                ? Finding.ok(
                        name(),
                        "brokers",
                        "they have no authorizer: whoever reaches them may write every topic, commands and versions too.")
                : Finding.ok(
                        name(),
                        "topics",
                        "this user may do what the service does. Rights on its group, its transactional ids and its"
                                + " internal topics cannot be asked for.");
    }

    private static boolean hasNoAuthorizer(Surroundings surroundings) {
        try {
            return surroundings
                    .cluster()
                    .brokerSettings()
                    .getOrDefault("authorizer.class.name", "")
                    .isEmpty();
        } catch (TopicAdministrationException forbidden) {
            return false; // somebody forbids it
        }
    }
}
