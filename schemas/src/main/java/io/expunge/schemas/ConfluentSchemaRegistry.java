/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaRequest;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * A registry behind Confluent's own client, and so with its settings: {@code basic.auth.credentials.source=USER_INFO}
 * with {@code basic.auth.user.info}, {@code bearer.auth.*}, and TLS under {@code schema.registry.ssl.*}. Timeouts are 5 s
 * to connect and 10 s to read unless {@code http.connect.timeout.ms} or {@code http.read.timeout.ms} say otherwise.
 * Thread-safe.
 */
public final class ConfluentSchemaRegistry implements SchemaRegistry {
    private static final int CACHE_CAPACITY = 1000;

    private final RestService rest;
    private final SchemaRegistryClient client;
    private final RegistryErrors errors;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    /**
     * Connects lazily: nothing is asked before the first call.
     *
     * @param urls base URLs of one registry's nodes, path included ({@code /apis/ccompat/v7} for Apicurio)
     * @param clientProperties settings of the Confluent client
     * @throws RegistryUnavailableException if they make no client, a truststore that cannot be opened for example
     */
    public ConfluentSchemaRegistry(List<String> urls, Map<String, ?> clientProperties) {
        this.errors = new RegistryErrors(urls);
        this.rest = new RestService(urls);
        this.client = client(withTimeouts(clientProperties));
    }

    private SchemaRegistryClient client(Map<String, Object> properties) {
        try {
            return new CachedSchemaRegistryClient(
                    rest, CACHE_CAPACITY, List.of(new AvroSchemaProvider()), properties, Map.of());
        } catch (RuntimeException wrongSettings) {
            throw errors.unusable(wrongSettings);
        }
    }

    private static Map<String, Object> withTimeouts(Map<String, ?> given) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("http.connect.timeout.ms", 5_000);
        properties.put("http.read.timeout.ms", 10_000);
        properties.putAll(given);
        return properties;
    }

    @Override
    public int register(String subject, Schema schema) {
        try {
            return client.register(subject, foreign(schema));
        } catch (RestClientException refused) {
            throw errors.ofRegistration(subject, refused);
        } catch (IOException unreachable) {
            throw errors.unreachable(unreachable);
        }
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return errors.ask(
                "subject '" + subject + "' with schema " + schema.getFullName(),
                () -> client.getId(subject, foreign(schema)));
    }

    @Override
    public Schema schemaById(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Schema schema = parse(id, errors.ask("schema id " + id, () -> rest.getId(id)));
        schemas.put(id, schema);
        return schema;
    }

    // The client would answer a schema of another kind with the exception of a broken connection, hence the look first.
    private Schema parse(int id, SchemaString answer) {
        String kind = answer.getSchemaType();
        if (kind != null && !kind.equals(AvroSchema.TYPE)) {
            throw new SchemaNotFoundException("schema id " + id + " is " + kind + ", not Avro");
        }
        if (answer.getSchemaString() == null) {
            throw errors.unintelligible("schema id " + id);
        }
        boolean alone = answer.getReferences() == null || answer.getReferences().isEmpty();
        String text = alone
                ? answer.getSchemaString()
                : errors.ask("schema id " + id, () -> client.getSchemaById(id).canonicalString());
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException | StackOverflowError unreadable) {
            throw new SchemaNotFoundException("schema id " + id + " is no valid Avro schema", unreadable);
        }
    }

    @Override
    public void requireCompatibility(String subject, CompatibilityLevel level) {
        errors.ask("subject '" + subject + "'", () -> client.updateCompatibility(subject, level.name()));
    }

    @Override
    public Optional<CompatibilityLevel> compatibility(String subject) {
        try {
            String level = errors.ask("the compatibility of subject '" + subject + "'", () -> client.getConfig(subject)
                    .getCompatibilityLevel());
            return Optional.ofNullable(level).map(CompatibilityLevel::valueOf);
        } catch (SchemaNotFoundException inherits) {
            return Optional.empty();
        }
    }

    // Not the client's own question: that one is about the newest version only, whatever the subject's level says.
    @Override
    public boolean isCompatible(String subject, Schema schema) {
        RegisterSchemaRequest request = new RegisterSchemaRequest(foreign(schema));
        try {
            return errors.ask(
                    "subject '" + subject + "'", () -> rest.testCompatibility(request, subject, null, false, false)
                            .isEmpty());
        } catch (SchemaNotFoundException noVersions) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException unreachable) {
            throw errors.unreachable(unreachable);
        }
    }

    // The client's Avro is a relocated copy; JSON text is the common language.
    private static AvroSchema foreign(Schema schema) {
        return new AvroSchema(schema.toString());
    }
}
