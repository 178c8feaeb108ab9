/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Bytes written here are read by plain Avro given the schema by id, and the other way round. */
class WireFormatTest {
    private final SchemaRegistry registry = new InMemorySchemaRegistry();

    @Provide
    Arbitrary<Class<? extends SpecificRecord>> types() {
        return Arbitraries.of(Contracts.types());
    }

    @Property(seed = Seeds.PROPERTY, tries = Seeds.TRIES)
    void plainAvroReadsWhatIsWrittenAndWritesWhatIsRead(
            @ForAll("types") Class<? extends SpecificRecord> type, @ForAll Random random) {
        roundTrip(type, random);
    }

    private <T extends SpecificRecord> void roundTrip(Class<T> type, Random random) {
        Schema contract = EventSchemas.contractOf(type);
        int id = registry.register(Topics.valueSubject(Contracts.TOPIC + type.getSimpleName()), contract);
        GenericRecord foreign = Contracts.random(contract, random);

        T read = new ConfluentAvroDeserializer<>(registry, type)
                .deserialize(Contracts.TOPIC, Contracts.frame(id, foreign));
        byte[] written =
                new ConfluentAvroSerializer<>(registry, type).serialize(Contracts.TOPIC + type.getSimpleName(), read);

        assertThat(Contracts.same(Contracts.unframe(registry, written), foreign))
                .isTrue();
    }

    @Example
    void theHeaderIsAZeroByteAndTheIdBigEndian() {
        for (int i = 0; i < 258; i++) {
            registry.register(
                    "filler-" + i,
                    new Schema.Parser().parse("{\"type\":\"fixed\",\"name\":\"F" + i + "\",\"size\":1}"));
        }
        int id = registry.register(
                Topics.valueSubject(Contracts.TOPIC), EventSchemas.contractOf(DeletionRequested.class));
        byte[] bytes = new ConfluentAvroSerializer<>(registry, DeletionRequested.class)
                .serialize(Contracts.TOPIC, Contracts.request());
        assertThat(id).isEqualTo(259);
        assertThat(bytes).startsWith(0, 0, 0, 1, 3);
    }

    @Example
    void tombstonesStayTombstones() {
        assertThat(new ConfluentAvroSerializer<>(registry, DeletionRequested.class).serialize(Contracts.TOPIC, null))
                .isNull();
        assertThat(new ConfluentAvroDeserializer<>(registry, DeletionRequested.class)
                        .deserialize(Contracts.TOPIC, null))
                .isNull();
    }

    @Example
    void writingNeverRegisters() {
        var serializer = new ConfluentAvroSerializer<>(registry, DeletionRequested.class);
        assertThatThrownBy(() -> serializer.serialize(Contracts.TOPIC, Contracts.request()))
                .isInstanceOf(SchemaNotFoundException.class)
                .hasMessageContaining(Contracts.TOPIC + "-value");
        assertThatThrownBy(() -> registry.schemaById(1)).isInstanceOf(SchemaNotFoundException.class);
    }

    @Example
    void aRecordWithAHoleIsNotWritten() {
        registry.register(Topics.valueSubject(Contracts.TOPIC), EventSchemas.contractOf(ModelRegistered.class));
        var serializer = new ConfluentAvroSerializer<>(registry, ModelRegistered.class);
        assertThatThrownBy(() -> serializer.serialize(Contracts.TOPIC, new ModelRegistered()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("ModelRegistered");
    }

    @Example
    void theContractCarriesNoHintsForJava() {
        for (Class<? extends SpecificRecord> type : Contracts.types()) {
            assertThat(EventSchemas.contractOf(type).toString()).doesNotContain("avro.java");
        }
    }

    @Example
    void preparingNamesEverySubjectThatIsMissing() {
        Topics topics = Topics.withDefaultPrefix();
        registry.register(
                Topics.valueSubject(topics.deletionRequests()), EventSchemas.contractOf(DeletionRequested.class));
        assertThatThrownBy(() -> EventSchemas.prepare(registry, topics))
                .isInstanceOf(SchemaNotFoundException.class)
                .hasMessageContaining("expunge.model-heads-value")
                .hasMessageContaining("expunge.audit-value")
                .hasMessageNotContaining("deletion-requests");
    }
}
