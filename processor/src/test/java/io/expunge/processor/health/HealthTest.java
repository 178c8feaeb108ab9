/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.health.StreamsHealth.StreamThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {
    private static final TopicPartition PARTITION = new TopicPartition("changelog", 0);

    private final AtomicLong nanos = new AtomicLong();
    private final RestoreProgress restore = new RestoreProgress(nanos::get);
    private State state = State.RUNNING;
    private List<StreamThread> threads = List.of(new StreamThread("one", "RUNNING", 4));
    private boolean stopping;
    private final StreamsHealth streams = new StreamsHealth(() -> state, () -> threads, restore, () -> stopping);

    @Test
    void aRunningInstanceLivesAndIsReady() {
        assertThat(streams.live().passed()).isTrue();
        assertThat(streams.ready()).isEqualTo(new HealthCheck("streams", true, "4 tasks"));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"CREATED", "REBALANCING", "RUNNING", "PENDING_SHUTDOWN"})
    void comingAndGoingIsLife(State any) {
        state = any;
        assertThat(streams.live().passed()).isTrue();
        assertThat(streams.ready().passed()).isEqualTo(any == State.RUNNING);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"PENDING_ERROR", "ERROR", "NOT_RUNNING"})
    void whatStoppedByItselfIsDead(State any) {
        state = any;
        assertThat(streams.live().passed()).isFalse();
        assertThat(streams.live().detail()).contains("Start the process again");
        assertThat(streams.ready().passed()).isFalse();
    }

    @Test
    void aDeadThreadIsNamed() {
        threads = List.of(new StreamThread("one", "RUNNING", 4), new StreamThread("two", "DEAD", 0));
        assertThat(streams.live().passed()).isFalse();
        assertThat(streams.live().detail()).contains("two").doesNotContain("one,");
    }

    @Test
    void whatIsToldToStopIsAliveButNotReady() {
        stopping = true;
        state = State.NOT_RUNNING;
        threads = List.of(new StreamThread("one", "DEAD", 0));
        assertThat(streams.live().passed()).isTrue();
        assertThat(streams.ready().detail()).contains("stopping");
    }

    @Test
    void aStoreThatIsRestoredHoldsBackUntilItIs() {
        restore.onRestoreStart(PARTITION, "requests", 10, 110);
        restore.onBatchRestored(PARTITION, "requests", 60, 50);
        assertThat(streams.ready().passed()).isFalse();
        assertThat(streams.ready().detail()).contains("1 stores").contains("50 records");
        nanos.set(1_500_000_000L);
        assertThat(restore.seconds()).isEqualTo(1.5);
        restore.onRestoreEnd(PARTITION, "requests", 100);
        assertThat(streams.ready().passed()).isTrue();
        nanos.set(9_000_000_000L);
        assertThat(restore.seconds()).isEqualTo(1.5);
        assertThat(restore.restored()).isEqualTo(50);
    }

    @Test
    void aRestoreThatGoesToAnotherOwnerHoldsNobodyBack() {
        restore.onRestoreStart(PARTITION, "requests", 10, 110);
        restore.onRestoreSuspended(PARTITION, "requests", 0);
        assertThat(streams.ready().passed()).isTrue();
    }

    @Test
    void anInstanceWithoutPartitionsStandsBy() {
        threads = List.of(new StreamThread("one", "RUNNING", 0));
        assertThat(streams.ready().passed()).isTrue();
        assertThat(streams.ready().detail()).contains("stands by");
    }

    @Test
    void whatDoesNotAnswerIsNamedAndComesBack() throws InterruptedException {
        Semaphore asked = new Semaphore(0);
        CountDownLatch repaired = new CountDownLatch(1);
        Runnable probe = () -> {
            asked.release();
            if (repaired.getCount() > 0) {
                throw new IllegalStateException("the registry at http://localhost:1 does not answer");
            }
        };
        try (Dependencies watched =
                Dependencies.watch(Map.of("registry", probe), Duration.ofMillis(1), Duration.ofHours(1))) {
            asked.acquire(2); // the second question comes after the first answer was kept
            HealthSource source = new HealthSource(streams, watched);
            assertThat(source.ready().isUp()).isFalse();
            assertThat(source.ready().toJson()).contains("\"registry\"").contains("http://localhost:1");
            assertThat(source.live().isUp()).isTrue();
            repaired.countDown();
            asked.drainPermits();
            asked.acquire(2);
            assertThat(source.ready().isUp()).isTrue();
            assertThat(watched.isUp("registry")).isTrue();
        }
    }

    @Test
    void whoAsksForHealthNeverWaitsForWhatDoesNotAnswer() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Runnable probe = () -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        };
        try (Dependencies watched = Dependencies.watch(Map.of("store", probe), Duration.ofMillis(1), Duration.ZERO)) {
            asked.await();
            assertThat(watched.checks()).singleElement().satisfies(check -> {
                assertThat(check.passed()).isFalse();
                assertThat(check.detail()).contains("has not answered");
            });
        }
    }

    @Test
    void jsonIsSafeWhateverADetailHolds() {
        Health health = new Health(List.of(new HealthCheck("a", false, "say \"no\"\\\n\u0001 \ud83d\ude00 é")));
        assertThat(health.toJson())
                .isEqualTo("{\"status\":\"DOWN\",\"checks\":[{\"name\":\"a\",\"status\":\"DOWN\","
                        + "\"detail\":\"say \\\"no\\\"\\\\\\u000a\\u0001 \\ud83d\\ude00 é\"}]}\n");
    }
}
