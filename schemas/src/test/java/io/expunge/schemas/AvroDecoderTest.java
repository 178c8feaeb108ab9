/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.schemas.MalformedRecordException.Defect;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** Bad bytes are a value with a reason; a registry that is down is an exception; nothing else comes out. */
class AvroDecoderTest {
    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private final Schema contract = EventSchemas.contractOf(DeletionRequested.class);
    private final int id = registry.register(Topics.valueSubject(Contracts.TOPIC), contract);
    private final AvroDecoder<DeletionRequested> decoder = new AvroDecoder<>(registry, DeletionRequested.class);

    private final byte[] good = new ConfluentAvroSerializer<>(registry, DeletionRequested.class)
            .serialize(Contracts.TOPIC, Contracts.request());

    private Defect defect(byte[] bytes) {
        return ((Decoded.Malformed<DeletionRequested>) decoder.decode(bytes))
                .reason()
                .defect();
    }

    @Example
    void goodBytesAreTheRecordAndItsSchemaId() {
        assertThat(decoder.decode(good)).isEqualTo(new Decoded.Value<>(Contracts.request(), id));
    }

    @Example
    void everyDefectIsNamed() {
        int other = registry.register("other", EventSchemas.contractOf(ModelRegistered.class));
        byte[] unknown = good.clone();
        unknown[1] = 0x7f;
        byte[] foreign = good.clone();
        foreign[4] = (byte) other;
        byte[] magic = good.clone();
        magic[0] = 1;

        assertThat(defect(null)).isEqualTo(Defect.NULL_VALUE);
        assertThat(defect(new byte[0])).isEqualTo(Defect.TOO_SHORT);
        assertThat(defect(new byte[4])).isEqualTo(Defect.TOO_SHORT);
        assertThat(defect(magic)).isEqualTo(Defect.WRONG_MAGIC_BYTE);
        assertThat(defect("{\"json\": true}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(Defect.WRONG_MAGIC_BYTE);
        assertThat(defect(unknown)).isEqualTo(Defect.UNKNOWN_SCHEMA);
        assertThat(defect(foreign)).isEqualTo(Defect.OTHER_TYPE);
        assertThat(defect(Arrays.copyOf(good, good.length - 1))).isEqualTo(Defect.NOT_AVRO);
        assertThat(defect(Arrays.copyOf(good, good.length + 1))).isEqualTo(Defect.TRAILING_BYTES);
    }

    @Property(seed = Seeds.PROPERTY, tries = Seeds.TRIES)
    void noPrefixOfARecordIsARecord(@ForAll @IntRange(max = 60) int length) {
        assertThat(decoder.decode(Arrays.copyOf(good, Math.min(length, good.length - 1))))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Property(seed = Seeds.PROPERTY, tries = 1000)
    void anyBytesAreARecordOrMalformed(@ForAll @Size(max = 200) byte[] payload) {
        byte[] bytes = Arrays.copyOf(good, 5 + payload.length);
        System.arraycopy(payload, 0, bytes, 5, payload.length);
        assertThat(decoder.decode(bytes)).isNotNull();
        assertThat(decoder.decode(payload)).isInstanceOf(Decoded.Malformed.class);
    }

    @Property(seed = Seeds.PROPERTY, tries = 1000)
    void mutatedRecordsAreARecordOrMalformed(
            @ForAll @IntRange(min = 5, max = 80) int position, @ForAll byte replacement) {
        byte[] bytes = good.clone();
        bytes[Math.min(position, bytes.length - 1)] = replacement;
        assertThat(decoder.decode(bytes)).isNotNull();
    }

    @Example
    void aClaimedLengthAllocatesNothing() {
        byte[] twoGigabytes = {0, 0, 0, 0, (byte) id, (byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        assertThat(defect(twoGigabytes)).isEqualTo(Defect.NOT_AVRO);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(defect(twoGigabytes)).isEqualTo(Defect.NOT_AVRO);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
    }

    @Example
    void anIdThatIsNoUuidIsMalformed() {
        GenericRecord record = generic(contract).set("requestId", "not-a-uuid").build();
        assertThat(defect(Contracts.frame(id, record))).isEqualTo(Defect.NOT_AVRO);
    }

    @Example
    void theReasonNeverQuotesThePayload() {
        GenericRecord record =
                generic(contract).set("requestId", "jane.doe@example.org").build();
        Decoded<DeletionRequested> decoded = decoder.decode(Contracts.frame(id, record));
        assertThatThrownBy(decoded::orThrow)
                .isInstanceOf(MalformedRecordException.class)
                .hasStackTraceContaining("DeletionRequested")
                .satisfies(reason -> assertThat(stackTrace(reason)).doesNotContain("jane"));
    }

    @Example
    void aRegistryThatIsDownCondemnsNobody() {
        AvroDecoder<DeletionRequested> cutOff = new AvroDecoder<>(new DownRegistry(), DeletionRequested.class);
        assertThatThrownBy(() -> cutOff.decode(good)).isInstanceOf(RegistryUnavailableException.class);
        assertThat(cutOff.decode(new byte[3])).isInstanceOf(Decoded.Malformed.class);
    }

    @Example
    void whatANewerWriterAddedIsSkipped() {
        Schema newer = new Schema.Parser()
                .parse(contract.toString()
                        .replaceFirst(
                                "\"fields\":\\[",
                                "\"fields\":[{\"name\":\"notes\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"map\","
                                        + "\"values\":\"bytes\"}},\"default\":[]},"));
        int newerId = registry.register(Topics.valueSubject(Contracts.TOPIC), newer);
        var notes = java.util.List.of(java.util.Map.of("k", java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3})));
        GenericRecord record = generic(newer).set("notes", notes).build();
        assertThat(decoder.decode(Contracts.frame(newerId, record)).orThrow()).isEqualTo(Contracts.request());
    }

    private static GenericRecordBuilder generic(Schema schema) {
        DeletionRequested request = Contracts.request();
        Schema classRemoval = schema.getField("target").schema().getTypes().get(0);
        return new GenericRecordBuilder(schema)
                .set("requestId", request.getRequestId().toString())
                .set("modelId", request.getModelId())
                .set(
                        "target",
                        new GenericRecordBuilder(classRemoval)
                                .set("label", "sport")
                                .build())
                .set("requester", request.getRequester())
                .set("requestedAt", request.getRequestedAt().toEpochMilli());
    }

    private static String stackTrace(Throwable reason) {
        java.io.StringWriter text = new java.io.StringWriter();
        reason.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    /** A registry nobody answers for. */
    private static final class DownRegistry implements SchemaRegistry {
        private static RegistryUnavailableException down() {
            return new RegistryUnavailableException("down on purpose");
        }

        @Override
        public int register(String subject, Schema schema) {
            throw down();
        }

        @Override
        public int idOf(String subject, Schema schema) {
            throw down();
        }

        @Override
        public Schema schemaById(int id) {
            throw down();
        }

        @Override
        public void requireCompatibility(String subject, CompatibilityLevel level) {
            throw down();
        }

        @Override
        public Optional<CompatibilityLevel> compatibility(String subject) {
            throw down();
        }

        @Override
        public boolean isCompatible(String subject, Schema schema) {
            throw down();
        }

        @Override
        public void close() {}
    }
}
