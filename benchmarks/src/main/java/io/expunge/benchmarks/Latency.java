/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Milliseconds from sending a request to reading the committed version event that names it. Stateless. */
final class Latency {
    private Latency() {}

    /**
     * Removes a class, once an application that is connected has been quiet for a while, and returns when the request is at
     * rest, so that the next one waits for nobody.
     */
    static double ofRemoval(Installation installation, String model, String label, Duration quiet)
            throws InterruptedException {
        DeletionRequested request = Installation.request(model, new ClassRemoval(label));
        String id = request.getRequestId().toString();
        try (KafkaConsumer<String, ModelVersionPublished> versions =
                        installation.readerFromEnd(installation.topics().modelVersions(), ModelVersionPublished.class);
                KafkaConsumer<String, RequestStatusChanged> statuses = installation.statuses();
                KafkaProducer<String, DeletionRequested> producer = installation.producer(DeletionRequested.class)) {
            producer.partitionsFor(installation.topics().deletionRequests());
            Thread.sleep(quiet.toMillis());
            long start = System.nanoTime();
            producer.send(new ProducerRecord<>(installation.topics().deletionRequests(), model, request));
            producer.flush();
            double milliseconds = awaitVersion(versions, id, start);
            Installation.awaitVerified(statuses, id);
            return milliseconds;
        }
    }

    private static double awaitVersion(KafkaConsumer<String, ModelVersionPublished> versions, String id, long start) {
        while (System.nanoTime() - start < Installation.PATIENCE.toNanos()) {
            for (var record : versions.poll(Duration.ofMillis(20))) {
                if (record.value().getRequestIds().contains(id)) {
                    return (System.nanoTime() - start) / 1e6;
                }
            }
        }
        throw new IllegalStateException("no version served request " + id + " within " + Installation.PATIENCE);
    }
}
