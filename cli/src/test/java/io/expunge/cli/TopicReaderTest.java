/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.schemas.AvroDecoder;
import io.expunge.schemas.ConfluentAvroSerializer;
import io.expunge.schemas.EventSchemas;
import io.expunge.schemas.InMemorySchemaRegistry;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    private static final String TOPIC = "expunge.audit";

    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private final ConfluentAvroSerializer<AuditRecorded> serializer;
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());

    TopicReaderTest() {
        registry.register(Topics.valueSubject(TOPIC), EventSchemas.contractOf(AuditRecorded.class));
        serializer = new ConfluentAvroSerializer<>(registry, AuditRecorded.class);
    }

    private TopicReader<AuditRecorded> reader(int partitions) {
        Set<Integer> all = new java.util.TreeSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(partition);
            consumer.updateBeginningOffsets(Map.of(new TopicPartition(TOPIC, partition), 0L));
            consumer.updateEndOffsets(Map.of(new TopicPartition(TOPIC, partition), 0L));
        }
        return new TopicReader<>(consumer, new AvroDecoder<>(registry, AuditRecorded.class), TOPIC, all);
    }

    private void add(int partition, long offset, byte @Nullable [] value) {
        consumer.addRecord(new ConsumerRecord<>(TOPIC, partition, offset, "k" + offset, value));
        consumer.updateEndOffsets(Map.of(new TopicPartition(TOPIC, partition), offset + 1));
    }

    private byte[] event(long sequence) {
        return serializer.serialize(
                TOPIC,
                new AuditRecorded("m", sequence, AuditKind.PURGED, Instant.EPOCH, Map.of(), "0".repeat(64), "f"));
    }

    @Test
    void keepsOnlyWhatIsWanted() {
        try (TopicReader<AuditRecorded> reader = reader(2)) {
            for (int offset = 0; offset < 5; offset++) {
                add(0, offset, event(offset));
            }
            add(1, 0, event(3));
            assertThat(reader.readToEnd(event -> event.getSequence() == 3))
                    .extracting(entry -> entry.partition() + "@" + entry.offset())
                    .containsExactlyInAnyOrder("0@3", "1@0");
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void readsEveryRecordOfEveryPartitionOnce(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 9) Integer> recordsByPartition) {
        TopicReaderTest fresh = new TopicReaderTest();
        try (TopicReader<AuditRecorded> reader = fresh.reader(recordsByPartition.size())) {
            for (int partition = 0; partition < recordsByPartition.size(); partition++) {
                for (int offset = 0; offset < recordsByPartition.get(partition); offset++) {
                    fresh.add(partition, offset, fresh.event(offset));
                }
            }

            List<TopicReader.Entry<AuditRecorded>> entries = reader.readToEnd();

            assertThat(entries)
                    .hasSize(recordsByPartition.stream().mapToInt(n -> n).sum());
            assertThat(entries)
                    .extracting(entry -> entry.partition() + "@" + entry.offset())
                    .doesNotHaveDuplicates();
            assertThat(entries)
                    .allSatisfy(entry -> assertThat(entry.event().orElseThrow().getSequence())
                            .isEqualTo(entry.offset()));
        }
    }

    @Test
    void stopsAtTheEndThereWasAndGoesOnWhenAsked() {
        try (TopicReader<AuditRecorded> reader = reader(1)) {
            add(0, 0, event(1));
            assertThat(reader.readToEnd()).hasSize(1);

            add(0, 1, event(2));
            assertThat(reader.poll(Duration.ZERO)).singleElement().satisfies(entry -> assertThat(entry.offset())
                    .isEqualTo(1));
        }
    }

    @Test
    void anEmptyTopicHasNothing() {
        try (TopicReader<AuditRecorded> reader = reader(3)) {
            assertThat(reader.readToEnd()).isEmpty();
        }
    }

    @Test
    void aTombstoneIsAnEntryWithoutEvent() {
        try (TopicReader<AuditRecorded> reader = reader(1)) {
            add(0, 0, null);

            assertThat(reader.readToEnd()).singleElement().satisfies(entry -> {
                assertThat(entry.key()).isEqualTo("k0");
                assertThat(entry.event()).isEmpty();
            });
        }
    }

    @Test
    void bytesThatAreNoEventAreCountedAndPassedOver() {
        try (TopicReader<AuditRecorded> reader = reader(1)) {
            add(0, 0, new byte[] {1, 2, 3});
            add(0, 1, event(1));

            assertThat(reader.readToEnd()).singleElement().satisfies(entry -> assertThat(entry.offset())
                    .isEqualTo(1));
            assertThat(reader.unreadable()).isEqualTo(1);
        }
    }
}
