/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicContentTest {
    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

    private static TopicContent content(HeldTopics held, long decided, long written) {
        try (TopicScan scan = held.scan()) {
            return TopicContent.of("topic", Map.of(PARTITION, decided), Map.of(PARTITION, written), scan);
        }
    }

    @Test
    void whatWasAbortedIsNothing() {
        assertThat(content(new HeldTopics().withAborted("topic", 3), 3, 3)).isEqualTo(TopicContent.NOTHING);
    }

    @Test
    void whatMayBeCommittedIsNotTakenForNothing() {
        assertThat(content(new HeldTopics().with("topic", 0), 0, 3)).isEqualTo(TopicContent.UNDECIDED);
    }

    @Test
    void oneCommittedRecordIsEnough() {
        assertThat(content(new HeldTopics().with("topic", 1, new byte[] {1}), 1, 3))
                .isEqualTo(TopicContent.COMMITTED);
    }
}
