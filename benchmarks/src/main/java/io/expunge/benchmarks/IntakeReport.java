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
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** How many document-removal requests a second the processor takes in, exactly once, on the embedded broker. */
public final class IntakeReport {
    private static final int REQUESTS = 20_000;
    private static final int SAMPLE = 1_000;
    private static final String MODEL = "intake";

    private final Map<String, RequestState> states = new HashMap<>();
    private double received = Double.NaN;
    private double atRest = Double.NaN;

    private IntakeReport() {}

    /** Sends requests, 20,000 unless the first argument says otherwise, and prints the rates. */
    public static void main(String[] arguments) throws Exception {
        int number = Arguments.parse(arguments).number(REQUESTS);
        Machine machine = Machine.now();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                Installation installation = new Installation(directory.path())) {
            installation.publish(MODEL, SampleCorpus.generate(1, SAMPLE).train(), Optional.empty());
            new IntakeReport().run(installation, number);
        }
        System.out.println(machine.text());
    }

    private void run(Installation installation, int number) throws InterruptedException {
        List<DeletionRequested> requests = IntStream.range(0, number)
                .mapToObj(index -> Installation.request(MODEL, new DocumentRemoval(List.of("unknown-" + index))))
                .toList();
        try (KafkaConsumer<String, RequestStatusChanged> statuses = installation.statuses()) {
            long start = System.nanoTime();
            Thread sender = new Thread(() -> send(installation, requests, start), "sender");
            sender.start();
            follow(statuses, number, start);
            sender.join();
        }
        print(number);
    }

    private static void send(Installation installation, List<DeletionRequested> requests, long start) {
        try (KafkaProducer<String, DeletionRequested> producer = installation.producer(DeletionRequested.class)) {
            String topic = installation.topics().deletionRequests();
            requests.forEach(request -> producer.send(new ProducerRecord<>(topic, MODEL, request)));
            producer.flush();
            Machine.progress("sent %,d after %.2f s", requests.size(), seconds(start));
        }
    }

    private void follow(KafkaConsumer<String, RequestStatusChanged> statuses, int number, long start) {
        long progress = System.nanoTime();
        // Every status carries the whole list of transitions, so any of them shows that the request was received.
        while (Double.isNaN(atRest) && System.nanoTime() - progress < Installation.PATIENCE.toNanos()) {
            for (var record : statuses.poll(Duration.ofMillis(50))) {
                states.put(record.value().getRequestId(), record.value().getState());
                progress = System.nanoTime();
            }
            if (Double.isNaN(received) && states.size() >= number) {
                received = seconds(start);
                Machine.progress("all received after %.2f s", received);
            }
            if (states.size() >= number && states.values().stream().allMatch(Installation::isAtRest)) {
                atRest = seconds(start);
            }
        }
    }

    private void print(int number) {
        Map<RequestState, Integer> counts = new EnumMap<>(RequestState.class);
        states.values().forEach(state -> counts.merge(state, 1, Integer::sum));
        System.out.printf(
                Locale.ROOT,
                "%,d requests, %,d lost%nreceived: %.2f s, %.0f requests/s (asked: 5000)%n"
                        + "at rest:  %.2f s, %.0f requests/s; states %s%n",
                number,
                number - states.size(),
                received,
                number / received,
                atRest,
                number / atRest,
                counts);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
