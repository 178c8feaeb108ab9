/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.DeletionRequested;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Puts one event on its topic and waits until all in-sync replicas have it. Stateless. */
final class RequestSender {
    private RequestSender() {}

    /** Sends a request, keyed by its model. */
    static RecordMetadata send(Connection connection, DeletionRequested request) {
        String topic = connection.topics().deletionRequests();
        return send(connection, topic, request.getModelId(), request, DeletionRequested.class);
    }

    /** Sends an event to an existing topic. */
    static <T extends SpecificRecord> RecordMetadata send(
            Connection connection, String topic, String key, T event, Class<T> type) {
        connection.partitions(topic); // the missing topic named, instead of a timeout later
        try (Producer<String, T> producer = connection.producer(type)) {
            return producer.send(new ProducerRecord<>(topic, key, event)).get();
        } catch (ExecutionException refused) {
            if (SecurityFailure.explain(refused).isPresent()) {
                throw new KafkaException("topic " + topic + " did not take the event", refused);
            }
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "the event was not taken by topic " + topic + ": "
                            + String.valueOf(
                                    refused.getCause() == null
                                            ? refused
                                            : refused.getCause().getMessage())
                            + " Nothing is known to be lost: send it again with the same id.",
                    refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while sending to " + topic, interrupted);
        }
    }
}
