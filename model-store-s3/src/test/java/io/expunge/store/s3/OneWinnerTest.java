/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.store.objects.Bucket;
import io.expunge.store.objects.Bucket.Access;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Many write one object at once: one wins, and everybody, losers included, then reads what the winner wrote. A server that
 * looks first and writes then passes some rounds: of one such, half of the rounds had several winners, so that it would get
 * through all rounds here with a chance of 2 to the power of minus 40.
 */
class OneWinnerTest {
    private static final int WRITERS = 16;
    private static final int ROUNDS = 40;
    private static final int SIZE = 1_000;

    /** What became of one write: whether it won, and whose bytes were there afterwards. */
    private record Outcome(int writer, boolean won, int found) {}

    @Test
    void exactlyOneOfManyWritersWins() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        S3Location place = S3Server.shared().newPlace();
        // Two clients, as two processes would have.
        try (Bucket one = new S3Bucket(S3Server.shared().client(), place);
                Bucket other = new S3Bucket(S3Server.shared().client(), place)) {
            for (int round = 0; round < ROUNDS; round++) {
                assertOneWinner(race(pool, List.of(one, other), "race/" + round));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Outcome> race(ExecutorService pool, List<Bucket> buckets, String key) throws Exception {
        CyclicBarrier line = new CyclicBarrier(WRITERS);
        List<Callable<Outcome>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            Bucket bucket = buckets.get(i % buckets.size());
            writers.add(() -> {
                byte[] content = new byte[SIZE];
                Arrays.fill(content, (byte) writer);
                line.await();
                boolean won = bucket.createIfAbsent(key, content, Access.STORE);
                return new Outcome(writer, won, whose(bucket.read(key, SIZE).orElseThrow()));
            });
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> outcome : pool.invokeAll(writers)) {
            outcomes.add(outcome.get());
        }
        return outcomes;
    }

    private static int whose(byte[] content) {
        assertThat(content).hasSize(SIZE).containsOnly(content[0]);
        return content[0];
    }

    private static void assertOneWinner(List<Outcome> outcomes) {
        List<Outcome> winners = outcomes.stream().filter(Outcome::won).toList();
        assertThat(winners).hasSize(1);
        assertThat(outcomes)
                .extracting(Outcome::found)
                .containsOnly(winners.get(0).writer());
    }
}
