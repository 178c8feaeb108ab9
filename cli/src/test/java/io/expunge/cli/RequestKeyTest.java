/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

class RequestKeyTest {
    @Property(seed = Seeds.PROPERTY, tries = 200)
    void findsThePartitionThatKafkasOwnPartitionerTakes(
            @ForAll @StringLength(max = 40) String model,
            @ForAll @StringLength(max = 40) String request,
            @ForAll @IntRange(min = 1, max = 64) int partitions) {
        RequestKey key = new RequestKey(model, request);

        assertThat(key.partition(partitions))
                .isEqualTo(BuiltInPartitioner.partitionForKey(key.text().getBytes(StandardCharsets.UTF_8), partitions));
    }
}
