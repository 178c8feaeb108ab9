/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli.examples;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.schemas.ConfluentAvroSerializer;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** An upstream system asks a model to forget a class. */
public final class RequestDeletion {
    private RequestDeletion() {}

    /** Sends the request and returns its id once the brokers have it. */
    public static UUID send(String brokers, String registryUrl, String model, String label)
            throws InterruptedException, ExecutionException {
        DeletionRequested request = DeletionRequested.newBuilder()
                .setRequestId(UUID.randomUUID()) // a retry repeats the id: twice is one request
                .setModelId(model)
                .setTarget(new ClassRemoval(label))
                .setRequester("example-upstream")
                .setRequestedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setLegalBasis("GDPR Art. 17(1)(b)")
                .build();
        String topic = Topics.withDefaultPrefix().deletionRequests();
        Map<String, Object> properties =
                Map.of("bootstrap.servers", brokers, "acks", "all", "enable.idempotence", true);
        try (SchemaRegistry registry = new ConfluentSchemaRegistry(List.of(registryUrl), Map.of());
                Producer<String, DeletionRequested> producer = new KafkaProducer<>(
                        properties,
                        new StringSerializer(),
                        new ConfluentAvroSerializer<>(registry, DeletionRequested.class))) {
            producer.send(new ProducerRecord<>(topic, model, request)).get();
        }
        return request.getRequestId();
    }
}
