/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.Seeds;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Kafka Streams drops a record whose extracted time is negative; a request must not be lost to a producer's clock. */
class NonNegativeTimestampTest {
    private final NonNegativeTimestamp extractor = new NonNegativeTimestamp();

    @Property(seed = Seeds.PROPERTY)
    void theTimeIsTheRecordsOwnWhereItCanBe(@ForAll long timestamp, @ForAll long partitionTime) {
        long extracted = extractor.extract(record(timestamp), partitionTime);
        assertThat(extracted).isNotNegative();
        assertThat(extracted).isEqualTo(timestamp >= 0 ? timestamp : Math.max(0, partitionTime));
    }

    private static ConsumerRecord<Object, Object> record(long timestamp) {
        return new ConsumerRecord<>(
                "topic",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                "value",
                new RecordHeaders(),
                Optional.empty());
    }
}
