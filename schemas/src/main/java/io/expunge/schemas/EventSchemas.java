/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The event contracts of a set of topics against one registry: hands out serializers and decoders whose ids were
 * resolved at start. Thread-safe.
 */
public final class EventSchemas {
    private static final String JAVA_STRING = "avro.java.string";

    private final SchemaRegistry registry;
    private final Topics topics;

    private EventSchemas(SchemaRegistry registry, Topics topics) {
        this.registry = registry;
        this.topics = topics;
    }

    /**
     * Looks up every topic's schema id. Registers nothing: that is {@link SubjectAdministration}'s work.
     *
     * @throws SchemaNotFoundException if subjects lack their schema; names all of them and the remedy
     * @throws RegistryUnavailableException if the registry cannot be asked
     */
    public static EventSchemas prepare(SchemaRegistry registry, Topics topics) {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, Class<? extends SpecificRecord>> entry :
                topics.valueTypes().entrySet()) {
            String subject = Topics.valueSubject(entry.getKey());
            try {
                registry.idOf(subject, contractOf(entry.getValue()));
            } catch (SchemaNotFoundException unknown) {
                missing.add(subject);
            }
        }
        if (!missing.isEmpty()) {
            throw new SchemaNotFoundException("the registry lacks this version's schema under " + missing
                    + "; create topics and subjects with 'expunge topics --create'");
        }
        return new EventSchemas(registry, topics);
    }

    /**
     * The schema of a generated record as the contract says it: without the hints for Java that the generated class
     * carries, so that producers in other languages find the same schema.
     */
    public static Schema contractOf(Class<? extends SpecificRecord> type) {
        ObjectMapper mapper = new ObjectMapper();
        try {
            JsonNode json = mapper.readTree(
                    SpecificData.getForClass(type).getSchema(type).toString());
            removeJavaHints(json);
            return new Schema.Parser().parse(mapper.writeValueAsString(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "generated class " + type.getName() + " has no readable schema", impossible);
        }
    }

    private static void removeJavaHints(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(JAVA_STRING);
        }
        node.forEach(EventSchemas::removeJavaHints);
    }

    /** The topics these schemas belong to. */
    public Topics topics() {
        return topics;
    }

    /** A serializer of one record type. */
    public <T extends SpecificRecord> ConfluentAvroSerializer<T> serializer(Class<T> type) {
        ConfluentAvroSerializer<T> serializer = new ConfluentAvroSerializer<>(registry, type);
        topics.valueTypes().forEach((topic, valueType) -> {
            if (valueType == type) {
                serializer.prepare(topic);
            }
        });
        return serializer;
    }

    /** A deserializer of one record type. */
    public <T extends SpecificRecord> ConfluentAvroDeserializer<T> deserializer(Class<T> type) {
        return new ConfluentAvroDeserializer<>(registry, type);
    }

    /** Serializer and deserializer of one record type. */
    public <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
        return Serdes.serdeFrom(serializer(type), deserializer(type));
    }

    /** A decoder of one record type for bytes nobody vouches for. */
    public <T extends SpecificRecord> AvroDecoder<T> decoder(Class<T> type) {
        return new AvroDecoder<>(registry, type);
    }
}
