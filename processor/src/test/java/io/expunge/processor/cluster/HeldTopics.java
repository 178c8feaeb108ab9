/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Topics of one partition without a broker. Time passes when somebody looks at the clock. */
public final class HeldTopics {
    private static final long LOOK = 1_000_000_000L;

    final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final AtomicLong nanoTime = new AtomicLong();

    /** Records, of which the scan will be given the first ones only if the end is farther away. */
    @SuppressWarnings("NullAway") // a record may have no key and no value
    public HeldTopics with(String topic, long end, byte @Nullable []... values) {
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(partition, end));
        if (values.length > 0) {
            consumer.schedulePollTask(() -> {
                for (int offset = 0; offset < values.length; offset++) {
                    consumer.addRecord(new ConsumerRecord<>(topic, 0, offset, null, values[offset]));
                }
            });
        }
        return this;
    }

    /** Aborted records: the reader's position moves, and nothing comes. */
    public HeldTopics withAborted(String topic, long count) {
        with(topic, count);
        consumer.schedulePollTask(() -> consumer.seek(new TopicPartition(topic, 0), count));
        return this;
    }

    public TopicScan scan() {
        return new TopicScan(consumer, () -> nanoTime.addAndGet(LOOK));
    }
}
