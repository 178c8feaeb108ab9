/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record of a topic as one line of JSON, bytes in Base64.
 *
 * @param consumed whether the group had committed an offset past it
 */
record KeptRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        Optional<byte[]> key,
        Optional<byte[]> value,
        Map<String, byte[]> headers,
        boolean consumed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static KeptRecord of(ConsumerRecord<byte[], byte[]> record, boolean consumed) {
        Map<String, byte[]> headers = new TreeMap<>();
        record.headers().forEach(header -> headers.put(header.key(), header.value()));
        return new KeptRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                Optional.ofNullable(record.key()),
                Optional.ofNullable(record.value()),
                headers,
                consumed);
    }

    ProducerRecord<byte[], byte[]> toProducer(Optional<byte[]> changedValue) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, timestamp, key.orElse(null), changedValue.orElse(null));
        headers.forEach(record.headers()::add);
        return record;
    }

    String toLine() throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put("topic", topic)
                .put("partition", partition)
                .put("offset", offset)
                .put("timestamp", timestamp);
        line.put("key", key.map(Base64.getEncoder()::encodeToString).orElse(null));
        line.put("value", value.map(Base64.getEncoder()::encodeToString).orElse(null));
        ObjectNode named = line.putObject("headers");
        headers.forEach((name, bytes) -> named.put(name, Base64.getEncoder().encodeToString(bytes)));
        line.put("consumed", consumed);
        return JSON.writeValueAsString(line);
    }

    static KeptRecord parse(String line) {
        try {
            JsonNode fields = JSON.readTree(line);
            Map<String, byte[]> headers = new TreeMap<>();
            fields.get("headers")
                    .properties()
                    .forEach(header -> headers.put(header.getKey(), bytes(header.getValue())));
            return new KeptRecord(
                    fields.get("topic").asText(),
                    fields.get("partition").asInt(),
                    fields.get("offset").asLong(),
                    fields.get("timestamp").asLong(),
                    optionalBytes(fields.get("key")),
                    optionalBytes(fields.get("value")),
                    headers,
                    fields.get("consumed").asBoolean());
        } catch (IOException damaged) {
            throw new AssertionError("a kept record is no line of JSON", damaged);
        }
    }

    private static Optional<byte[]> optionalBytes(JsonNode node) {
        return node.isNull() ? Optional.empty() : Optional.of(bytes(node));
    }

    private static byte[] bytes(JsonNode node) {
        return Base64.getDecoder().decode(node.asText());
    }
}
