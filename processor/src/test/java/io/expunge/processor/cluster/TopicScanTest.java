/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.AuditRecorded;
import io.expunge.schemas.AvroDecoder;
import io.expunge.schemas.InMemorySchemaRegistry;
import io.expunge.schemas.TopicAdministrationException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicScanTest {
    private static final byte[] VALUE = {1};

    @Test
    void everyRecordIsVisited() {
        List<Long> offsets = new ArrayList<>();
        try (TopicScan scan = new HeldTopics().with("topic", 2, VALUE, VALUE).scan()) {
            scan.records("topic", seen -> {}, record -> offsets.add(record.offset()));
        }
        assertThat(offsets).containsExactly(0L, 1L);
    }

    @Test
    void onlyTheEndIsVisitedWhereOnlyTheEndIsAskedFor() {
        List<Long> offsets = new ArrayList<>();
        AvroDecoder<AuditRecorded> decoder = new AvroDecoder<>(new InMemorySchemaRegistry(), AuditRecorded.class);
        for (long newest : new long[] {2, 9}) {
            try (TopicScan scan =
                    new HeldTopics().with("topic", 3, VALUE, VALUE, VALUE).scan()) {
                scan.newestEvents(
                        "topic",
                        newest,
                        decoder,
                        (place, event) -> {},
                        (place, foreign) -> offsets.add(place.offset()));
            }
        }
        assertThat(offsets).containsExactly(1L, 2L, 0L, 1L, 2L);
    }

    @Test
    void aPartitionThatGivesNothingIsGivenUpAndNamed() {
        try (TopicScan scan = new HeldTopics().with("topic", 5, VALUE, VALUE).scan()) {
            assertThatThrownBy(() -> scan.records("topic", seen -> {}, record -> {}))
                    .isInstanceOf(TopicAdministrationException.class)
                    .hasMessageContaining("topic 'topic'")
                    .hasMessageContaining("partition 0")
                    .hasMessageContaining("from offset 2 of 5");
        }
    }

    @Test
    void theNextRecordIsNotWaitedForEndlesslyEither() {
        try (TopicScan scan = new HeldTopics().with("topic", 5).scan()) {
            assertThatThrownBy(() -> scan.next(new TopicPartition("topic", 0), 3))
                    .isInstanceOf(TopicAdministrationException.class)
                    .hasMessageContaining("from offset 3 of 5");
        }
    }
}
