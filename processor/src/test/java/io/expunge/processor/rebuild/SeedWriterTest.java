/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.processor.command.LedgerSeed;
import io.expunge.store.HonouredDeletions;
import io.expunge.unlearning.ProgressMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class SeedWriterTest {
    private static final LedgerSeed SEED =
            new LedgerSeed("news", 0, "", new LedgerSeed.OfRemembered(HonouredDeletions.NONE));
    private static final Map<TopicPartition, Long> OFFSETS = Map.of(new TopicPartition("commands", 0), 7L);

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final SeedWriter writer = new SeedWriter("expunge", "commands", () -> producer);
    private final List<String> done = new ArrayList<>();

    private void write(Runnable fenced) {
        writer.write(List.of(SEED), () -> OFFSETS, fenced, 1, ProgressMonitor.NONE);
    }

    @Test
    void theBrokersTakeTheOffsetsBeforeAnythingIsDone() {
        write(() -> {
            assertThat(producer.sentOffsets()).isTrue();
            assertThat(producer.uncommittedRecords()).isEmpty();
            done.add("room made");
        });
        assertThat(done).containsExactly("room made");
        assertThat(producer.transactionCommitted()).isTrue();
        assertThat(producer.history()).hasSize(1);
        assertThat(producer.consumerGroupOffsetsHistory()).hasSize(1);
    }

    @Test
    void nothingIsDoneIfTheBrokersRefuseTheOffsets() {
        producer.sendOffsetsToTransactionException = new CommitFailedException();
        assertThatThrownBy(() -> write(() -> done.add("room made"))).isInstanceOf(CommitFailedException.class);
        assertThat(done).isEmpty();
        assertThat(producer.transactionAborted()).isTrue();
    }

    @Test
    void whoFindsAtSecondSightThatItMustNotBeWritesNothing() {
        assertThatThrownBy(() -> write(() -> {
                    throw new RebuildException(List.of("somebody came"));
                }))
                .isInstanceOf(RebuildException.class);
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.history()).isEmpty();
    }
}
