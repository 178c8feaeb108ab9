/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.intake.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterReaderTest {
    private static final String TOPIC = "expunge.dead-letters";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
    private DeadLetterReader reader = new DeadLetterReader(consumer, TOPIC, 1);

    @BeforeEach
    void threeLetters() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 3L));
        add(0, 1, 2);
    }

    private void add(long... offsets) {
        for (long offset : offsets) {
            consumer.addRecord(new ConsumerRecord<>(
                    TOPIC,
                    0,
                    offset,
                    1_768_640_400_000L,
                    TimestampType.LOG_APPEND_TIME,
                    1,
                    100,
                    new byte[] {7},
                    new byte[100 + (int) offset],
                    new RecordHeaders().add(DeadLetter.REASON, "NOT_AVRO".getBytes(StandardCharsets.UTF_8)),
                    Optional.empty()));
        }
    }

    @Test
    void aListHoldsNoValuesButSaysHowLargeTheyAre() {
        List<DeadLetterReader.Letter> letters = reader.list();

        assertThat(letters).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.payload()).isEmpty();
            assertThat(letter.reason()).isEqualTo("NOT_AVRO");
            assertThat(letter.record().key()).containsExactly(7);
            assertThat(Replay.obstacle(letter)).isEmpty();
        });
        assertThat(letters.get(2).size()).contains(102L);
        assertThat(letters.get(2).time()).isEqualTo("2026-01-17T09:00:00Z");
    }

    @Test
    void oneLetterIsFetchedWhole() {
        DeadLetterReader.Letter listed = reader.list().get(1);
        consumer.schedulePollTask(() -> add(1, 2));

        assertThat(reader.fetch(listed, PATIENCE))
                .hasValueSatisfying(letter -> assertThat(letter.payload()).hasSize(101));
    }

    @Test
    void whatRetentionTookIsNotThere() {
        DeadLetterReader.Letter listed = reader.list().get(0);
        consumer.schedulePollTask(() -> add(1, 2));

        assertThat(reader.fetch(listed, PATIENCE)).isEmpty();
    }
}
