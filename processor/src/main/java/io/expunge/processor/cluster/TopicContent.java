/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.cluster;

import io.expunge.schemas.TopicAdministration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a topic holds. A transaction that was aborted leaves records which nobody ever sees, so that a topic's end alone
 * does not say.
 */
public enum TopicContent {
    /** There is no such topic, or nothing in it that counts. */
    NOTHING,
    /** Only records whose transaction may still be committed, or was a moment ago. */
    UNDECIDED,
    /** At least one committed record. */
    COMMITTED;

    /**
     * Looks at a topic.
     *
     * @throws io.expunge.schemas.TopicAdministrationException if the brokers cannot be asked
     */
    public static TopicContent of(String topic, TopicAdministration topics, TopicScan scan) {
        if (!topics.holdsRecords(topic)) {
            return NOTHING;
        }
        Map<TopicPartition, Long> decided = scan.ends(topic); // before the rest, which may only be later
        return of(topic, decided, topics.ends(topic), scan);
    }

    static TopicContent of(
            String topic, Map<TopicPartition, Long> decided, Map<TopicPartition, Long> written, TopicScan scan) {
        if (scan.holdsRecords(topic)) {
            return COMMITTED;
        }
        return decided.equals(written) ? NOTHING : UNDECIDED;
    }
}
