/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.unlearning.Seeds;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WorkersTest {

    @Property(seed = Seeds.PROPERTY, tries = 60)
    void everyIndexIsMetOnceInTheBlockItBelongsTo(
            @ForAll @IntRange(max = 3000) int size,
            @ForAll @IntRange(min = 1, max = 300) int blockSize,
            @ForAll @IntRange(min = 1, max = 4) int parallelism) {
        AtomicIntegerArray met = new AtomicIntegerArray(size);
        AtomicInteger misplaced = new AtomicInteger();
        try (Workers workers = new Workers(parallelism)) {
            for (int round = 0; round < 5; round++) {
                workers.forEachBlock(size, blockSize, (block, from, to) -> {
                    misplaced.addAndGet(from == block * blockSize && to - from <= blockSize ? 0 : 1);
                    for (int i = from; i < to; i++) {
                        met.incrementAndGet(i);
                    }
                });
            }
        }
        assertThat(misplaced).hasValue(0);
        for (int i = 0; i < size; i++) {
            assertThat(met.get(i)).isEqualTo(5);
        }
    }

    @Test
    void whatABlockThrowsReachesTheCallerAfterTheOthersAreDone() {
        AtomicInteger done = new AtomicInteger();
        try (Workers workers = new Workers(3)) {
            assertThatThrownBy(() -> workers.forEachBlock(100, 1, (block, from, to) -> {
                        if (block == 37) {
                            throw new CancellationException("block 37");
                        }
                        done.incrementAndGet();
                    }))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("block 37");
            assertThat(done).hasValue(99);
            workers.forEachBlock(10, 1, (block, from, to) -> done.incrementAndGet());
        }
        assertThat(done).hasValue(109);
    }
}
