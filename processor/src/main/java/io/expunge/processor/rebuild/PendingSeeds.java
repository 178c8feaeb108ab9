/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.processor.cluster.TopicScan;
import io.expunge.processor.codec.MalformedBytesException;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandCodec;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether a rebuild waits for the service to start. Its seeds are the next commands the group will read; since they were
 * written in one transaction, seeing the first means that all are there.
 */
public final class PendingSeeds {
    private PendingSeeds() {}

    /**
     * Whether the next command of any partition is a seed.
     *
     * @param committed what the service's group has committed
     */
    public static boolean exist(TopicScan scan, String commands, Map<TopicPartition, Long> committed) {
        return !partitions(scan, commands, committed).isEmpty();
    }

    /**
     * The partitions whose next command is a seed: of their models some may be planted and some not.
     *
     * @param committed what the service's group has committed
     */
    public static Set<Integer> partitions(TopicScan scan, String commands, Map<TopicPartition, Long> committed) {
        CommandCodec codec = new CommandCodec();
        return scan.partitions(commands).stream()
                .filter(committed::containsKey)
                .filter(partition -> scan.next(partition, committed.getOrDefault(partition, 0L))
                        .filter(record -> isSeed(codec, record))
                        .isPresent())
                .map(TopicPartition::partition)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isSeed(CommandCodec codec, ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() != null && codec.decode(record.value()) instanceof Command.Seed;
        } catch (MalformedBytesException foreign) {
            return false;
        }
    }
}
