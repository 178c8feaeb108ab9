/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** What Kafka Streams and its threads say of themselves. Asks no broker and waits for nobody. Thread-safe. */
public final class StreamsHealth {
    private static final String DEAD = "DEAD";

    private final Supplier<KafkaStreams.State> state;
    private final Supplier<List<StreamThread>> threads;
    private final RestoreProgress restore;
    private final Supplier<Boolean> stopping;

    /**
     * A thread of Kafka Streams.
     *
     * @param state as Kafka Streams names it
     * @param tasks how many tasks it is the owner of
     */
    public record StreamThread(String name, String state, int tasks) {}

    /**
     * @param stopping whether the service was told to stop
     */
    public StreamsHealth(
            Supplier<KafkaStreams.State> state,
            Supplier<List<StreamThread>> threads,
            RestoreProgress restore,
            Supplier<Boolean> stopping) {
        this.state = state;
        this.threads = threads;
        this.restore = restore;
        this.stopping = stopping;
    }

    /** The threads of a running instance. */
    public static List<StreamThread> threads(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .map(thread -> new StreamThread(
                        thread.threadName(),
                        thread.threadState(),
                        thread.activeTasks().size()))
                .toList();
    }

    /** Whether it can still do its work; if not, only a new start helps. */
    HealthCheck live() {
        KafkaStreams.State now = state.get();
        if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.PENDING_ERROR) {
            return HealthCheck.failed("streams", "stopped by an error; the log says which. Start the process again.");
        }
        if (now == KafkaStreams.State.NOT_RUNNING && !stopping.get()) {
            return HealthCheck.failed("streams", "not running. Start the process again.");
        }
        List<String> dead = threads.get().stream()
                .filter(thread -> thread.state().equals(DEAD))
                .map(StreamThread::name)
                .toList();
        return dead.isEmpty() || stopping.get()
                ? HealthCheck.passed("streams", "state " + now)
                : HealthCheck.failed(
                        "streams", "threads died: " + String.join(", ", dead) + ". Start the process again.");
    }

    /** Whether it serves its partitions. */
    HealthCheck ready() {
        if (stopping.get()) {
            return HealthCheck.failed("streams", "stopping; its partitions were handed over");
        }
        if (restore.stores() > 0) {
            return HealthCheck.failed(
                    "streams", "restoring " + restore.stores() + " stores, " + restore.records() + " records to go");
        }
        KafkaStreams.State now = state.get();
        if (now != KafkaStreams.State.RUNNING) {
            return HealthCheck.failed("streams", "state " + now + "; partitions are being assigned");
        }
        int tasks = threads.get().stream().mapToInt(StreamThread::tasks).sum();
        return HealthCheck.passed(
                "streams", tasks == 0 ? "no partition is left for this instance; it stands by" : tasks + " tasks");
    }
}
