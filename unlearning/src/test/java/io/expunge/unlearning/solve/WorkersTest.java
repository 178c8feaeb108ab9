/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.unlearning.Seeds;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /** As a verification does: two halves at once, one of them in halves again, whose blocks have rounds of their own. */
    @Property(seed = Seeds.PROPERTY, tries = 60)
    void roundsWithinRoundsGiveTheSameBits(
            @ForAll @IntRange(min = 1, max = 5) int outer,
            @ForAll @IntRange(min = 1, max = 700) int size,
            @ForAll @IntRange(min = 2, max = 5) int parallelism) {
        assertThat(nested(outer, size, parallelism)).isEqualTo(nested(outer, size, 1));
    }

    private static double[] nested(int outer, int size, int parallelism) {
        double[] sums = new double[outer * outer];
        try (Workers workers = new Workers(parallelism)) {
            for (int round = 0; round < 3; round++) {
                workers.forEachBlock(
                        outer,
                        1,
                        (one, f, t) -> workers.forEachBlock(outer, 1, (other, g, u) -> {
                            sums[one * outer + other] += sum(workers, size, 1 + one + other);
                        }));
            }
        }
        return sums;
    }

    private static double sum(Workers workers, int size, int divisor) {
        double[] partial = new double[Workers.blocks(size, 7)];
        workers.forEachBlock(size, 7, (block, from, to) -> {
            for (int i = from; i < to; i++) {
                partial[block] += 1.0 / (divisor + i);
            }
        });
        return Arrays.stream(partial).reduce(0, Double::sum);
    }

    /** Both halves ask for help for the first time at the same moment: more threads must not come than were asked for. */
    @Test
    void roundsAtOnceShareTheThreads() throws InterruptedException {
        for (int turn = 0; turn < 200; turn++) {
            int parallelism = 6;
            Set<Thread> seen = ConcurrentHashMap.newKeySet();
            CyclicBarrier together = new CyclicBarrier(2);
            try (Workers workers = new Workers(parallelism)) {
                workers.forEachBlock(2, 1, (half, f, t) -> {
                    seen.add(Thread.currentThread()); // two, since they meet; one of them may do all that follows
                    meet(together);
                    workers.forEachBlock(300, 1, (block, from, to) -> {
                        seen.add(Thread.currentThread());
                        Thread.yield();
                    });
                });
            }
            assertThat(seen).hasSizeBetween(2, parallelism);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new AssertionError(alone);
        }
    }

    @Test
    void whatABlockWithinABlockThrowsReachesTheCaller() {
        AtomicInteger done = new AtomicInteger();
        try (Workers workers = new Workers(3)) {
            assertThatThrownBy(() -> workers.forEachBlock(
                            4,
                            1,
                            (outer, f, t) -> workers.forEachBlock(10, 1, (inner, from, to) -> {
                                if (outer == 2 && inner == 7) {
                                    throw new CancellationException("block 7 of 2");
                                }
                                done.incrementAndGet();
                            })))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("block 7 of 2");
        }
        assertThat(done).hasValue(39);
    }
}
