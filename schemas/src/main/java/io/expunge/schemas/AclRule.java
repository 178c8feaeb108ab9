/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One thing a role is allowed. Reading, writing and deleting imply describing, as Kafka has it.
 *
 * @param role who
 * @param type a topic, a consumer group or a transactional id
 * @param pattern whether the name is the whole name or what names start with
 * @param name of the resource
 * @param operations what may be done with it
 */
public record AclRule(AclRole role, ResourceType type, PatternType pattern, String name, Set<AclOperation> operations) {
    /** Copies the operations. */
    public AclRule {
        operations = Set.copyOf(operations);
    }
}
