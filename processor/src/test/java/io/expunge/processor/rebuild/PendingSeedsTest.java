/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.cluster.HeldTopics;
import io.expunge.processor.cluster.TopicScan;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.command.LedgerSeed;
import io.expunge.store.HonouredDeletions;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PendingSeedsTest {
    private static final String COMMANDS = "commands";
    private static final TopicPartition PARTITION = new TopicPartition(COMMANDS, 0);
    private static final CommandCodec CODEC = new CommandCodec();
    private static final byte[] WAKE = CODEC.encode(new Command.Wake(1));
    private static final byte[] SEED = CODEC.encode(
            new Command.Seed(1, new LedgerSeed("news", 0, "", new LedgerSeed.OfRemembered(HonouredDeletions.NONE))));

    private static Set<Integer> partitions(Map<TopicPartition, Long> committed) {
        HeldTopics held = new HeldTopics().with(COMMANDS, 3, WAKE, SEED, WAKE);
        try (TopicScan scan = held.scan()) {
            return PendingSeeds.partitions(scan, COMMANDS, committed);
        }
    }

    @Test
    void onlyTheNextCommandCounts() {
        assertThat(partitions(Map.of(PARTITION, 0L))).as("a wake").isEmpty();
        assertThat(partitions(Map.of(PARTITION, 1L))).as("a seed").containsExactly(0);
        assertThat(partitions(Map.of(PARTITION, 2L))).as("planted").isEmpty();
        assertThat(partitions(Map.of())).as("no rebuild without offsets").isEmpty();
    }
}
