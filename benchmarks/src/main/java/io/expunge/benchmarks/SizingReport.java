/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.events.DeletionRequested;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What requests leave behind: bytes in topics and in local state, and seconds to start from each. Measured at some
 * thousand requests and extrapolated to a million, since all of it grows with their number.
 */
public final class SizingReport {
    private static final int REQUESTS = 20_000;
    private static final int SAMPLE = 1_000;
    private static final String MODEL = "sizing";
    private static final double MILLION = 1e6;
    private static final Map<String, String> WATCHED = Map.of("expunge.http.port", "0");

    private final int requests;

    private SizingReport(int requests) {
        this.requests = requests;
    }

    /** Sends requests, 20,000 unless the first argument says otherwise, and prints what they left. */
    public static void main(String[] arguments) throws Exception {
        int number = Arguments.parse(arguments).number(REQUESTS);
        Machine machine = Machine.now();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                Installation installation = new Installation(directory.path())) {
            installation.publish(MODEL, SampleCorpus.generate(1, SAMPLE).train(), Optional.empty());
            new SizingReport(number).run(installation);
        }
        System.out.println(machine.text());
    }

    private void run(Installation installation) throws Exception {
        Map<String, Long> before = installation.topicBytes();
        serve(installation);
        printTopics(before, installation.topicBytes());
        installation.stop();
        print("local state (RocksDB)", bytes(installation.state()));
        double warm = installation.start(WATCHED);
        double count = installation.metric("expunge_ledger_count_seconds_sum");
        installation.stop();
        empty(installation.state());
        double cold = installation.start(WATCHED);
        double restore = installation.metric("expunge_restore_seconds_total");
        System.out.printf(
                Locale.ROOT,
                "start with local state %.2f s, without it %.2f s, of which %.2f s restored %,.0f records%n"
                        + "restore: %.1f s per million requests; counting for the metrics: %.2f s, %.1f s per million%n",
                warm,
                cold,
                restore,
                installation.metric("expunge_restored_records_total"),
                perMillion(restore),
                count,
                perMillion(count));
    }

    /** Each request names one document that the model does not hold: no solving, and all the bookkeeping there is. */
    private void serve(Installation installation) {
        Map<String, RequestState> states = new HashMap<>();
        try (KafkaConsumer<String, RequestStatusChanged> statuses = installation.statuses()) {
            Thread sender = new Thread(() -> send(installation), "sender");
            sender.start();
            long progress = System.nanoTime();
            while (atRest(states) < requests) {
                for (var record : statuses.poll(Duration.ofMillis(50))) {
                    states.put(record.value().getRequestId(), record.value().getState());
                    progress = System.nanoTime();
                }
                if (System.nanoTime() - progress > Installation.PATIENCE.toNanos()) {
                    throw new IllegalStateException("only " + atRest(states) + " requests came to rest");
                }
            }
        }
        Machine.progress("%,d requests are served", requests);
    }

    private void send(Installation installation) {
        try (KafkaProducer<String, DeletionRequested> producer = installation.producer(DeletionRequested.class)) {
            String topic = installation.topics().deletionRequests();
            for (int index = 0; index < requests; index++) {
                Object target = new DocumentRemoval(List.of("unknown-" + index));
                producer.send(new ProducerRecord<>(topic, MODEL, Installation.request(MODEL, target)));
            }
        }
    }

    private static long atRest(Map<String, RequestState> states) {
        return states.values().stream().filter(Installation::isAtRest).count();
    }

    private void printTopics(Map<String, Long> before, Map<String, Long> after) {
        System.out.printf(Locale.ROOT, "%,d requests, one document each; bytes as written, not compacted%n", requests);
        Map<String, Long> grown = new TreeMap<>();
        after.forEach((topic, bytes) -> grown.put(topic, bytes - before.getOrDefault(topic, 0L)));
        grown.entrySet().stream()
                .filter(topic -> topic.getValue() > requests)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(topic -> print(topic.getKey(), topic.getValue()));
        long changelogs = grown.entrySet().stream()
                .filter(topic -> topic.getKey().endsWith("-changelog"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        print("all changelogs", changelogs);
    }

    private void print(String what, long bytes) {
        System.out.printf(
                Locale.ROOT,
                "%-45s %,12d bytes %,8.0f a request %8.2f GB a million%n",
                what,
                bytes,
                (double) bytes / requests,
                perMillion(bytes) / 1e9);
    }

    private double perMillion(double measured) {
        return measured / requests * MILLION;
    }

    private static long bytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(SizingReport::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void empty(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
