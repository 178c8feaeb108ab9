/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.expunge.events.DeletionRequested;
import io.expunge.schemas.MalformedRecordException.Defect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/** Whatever bytes come, of whatever schema: a record or a reason, and memory in proportion to the bytes. */
class DecoderFuzzTest {
    private static final int MUTATIONS = 20;

    /** What one decoding may allocate beside what its bytes account for. */
    private static final long ALLOWANCE = 1 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final SchemaRegistry registry = new InMemorySchemaRegistry();

    @Provide
    Arbitrary<Class<? extends SpecificRecord>> types() {
        return Arbitraries.of(Contracts.types());
    }

    private static void readOrRefused(AvroDecoder<?> decoder, byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Decoded<?> decoded = decoder.decode(bytes);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated for %d bytes of input", bytes.length)
                .isLessThan(ALLOWANCE + 500L * bytes.length);
        if (decoded instanceof Decoded.Malformed<?> malformed) {
            assertThat(malformed.reason().defect()).isNotNull();
            assertThat(malformed.reason().getMessage()).isNotBlank();
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = Seeds.TRIES)
    void mutatedRecordsOfEveryContract(@ForAll("types") Class<? extends SpecificRecord> type, @ForAll Random random) {
        Schema contract = EventSchemas.contractOf(type);
        int id = registry.register(type.getSimpleName(), contract);
        AvroDecoder<?> decoder = new AvroDecoder<>(registry, type);
        byte[] good = Contracts.frame(id, Contracts.random(contract, random));
        assertThat(decoder.decode(good)).isInstanceOf(Decoded.Value.class);
        for (int i = 0; i < MUTATIONS; i++) {
            readOrRefused(decoder, mutated(good, random));
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = Seeds.TRIES)
    void noiseAfterTheHeaderOfEveryContract(
            @ForAll("types") Class<? extends SpecificRecord> type, @ForAll Random random) {
        int id = registry.register(type.getSimpleName(), EventSchemas.contractOf(type));
        byte[] noise = new byte[random.nextInt(500)];
        random.nextBytes(noise);
        byte[] framed = Arrays.copyOf(WireFormat.header(id), WireFormat.HEADER_LENGTH + noise.length);
        System.arraycopy(noise, 0, framed, WireFormat.HEADER_LENGTH, noise.length);
        AvroDecoder<?> decoder = new AvroDecoder<>(registry, type);
        readOrRefused(decoder, framed);
        readOrRefused(decoder, noise);
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length + 9)) : good.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > WireFormat.HEADER_LENGTH; i--) {
            int place = WireFormat.HEADER_LENGTH + random.nextInt(bytes.length - WireFormat.HEADER_LENGTH);
            bytes[place] = random.nextBoolean() ? (byte) 0xFE : (byte) random.nextInt();
        }
        return bytes;
    }

    /** A schema may come from anybody who can reach the registry, under the name of our record. */
    private Schema hostile(String field) {
        return new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"DeletionRequested\",\"namespace\":\"io.expunge.events\",\"fields\":["
                                + field + "]}");
    }

    private Defect defectOf(String field, byte[] payload) {
        int id = registry.register("hostile " + field, hostile(field));
        byte[] bytes = Arrays.copyOf(WireFormat.header(id), WireFormat.HEADER_LENGTH + payload.length);
        System.arraycopy(payload, 0, bytes, WireFormat.HEADER_LENGTH, payload.length);
        return ((Decoded.Malformed<DeletionRequested>)
                        new AvroDecoder<>(registry, DeletionRequested.class).decode(bytes))
                .reason()
                .defect();
    }

    /** 300,000 blocks of 300,000 items without bytes would be 90 thousand million turns of a loop. */
    @Example
    void itemsThatTakeNoBytesTakeNoTime() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        for (int block = 0; block < 300_000; block++) {
            encoder.writeLong(300_000);
        }
        String nothings = "{\"name\":\"nothings\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}";
        assertThat(defectOf(nothings, out.toByteArray())).isEqualTo(Defect.NOT_AVRO);
    }

    @Example
    void nestingWithoutEndIsMalformed() {
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) 2); // "here is another one", a million times
        String nested = "{\"name\":\"chain\",\"type\":{\"type\":\"record\",\"name\":\"Chain\",\"fields\":["
                + "{\"name\":\"next\",\"type\":[\"null\",\"Chain\"]}]}}";
        assertThat(defectOf(nested, deep)).isEqualTo(Defect.NOT_AVRO);
    }

    @Example
    void fieldsOfOurNamesAndOtherTypesAreMalformed() {
        for (String type :
                new String[] {"\"bytes\"", "\"double\"", "{\"type\":\"map\",\"values\":\"long\"}", "\"null\""}) {
            assertThat(defectOf("{\"name\":\"requestId\",\"type\":" + type + "}", new byte[] {2, 2, 0, 0}))
                    .isEqualTo(Defect.NOT_AVRO);
        }
    }

    /** An id of another encoding must not become an id with a question mark in it, which nothing is held under. */
    @Example
    void aTextThatIsNoUtf8IsMalformed() {
        Schema contract = EventSchemas.contractOf(DeletionRequested.class);
        int id = registry.register("contract", contract);
        AvroDecoder<DeletionRequested> decoder = new AvroDecoder<>(registry, DeletionRequested.class);
        registry.register(Topics.valueSubject(Contracts.TOPIC), contract);
        GenericRecord record = Contracts.unframe(
                registry,
                new ConfluentAvroSerializer<>(registry, DeletionRequested.class)
                        .serialize(Contracts.TOPIC, Contracts.request()));
        byte[] bytes = Contracts.frame(id, record);
        int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("privacy");
        bytes[place] = (byte) 0xF6; // ö in Latin-1
        assertThat(((Decoded.Malformed<DeletionRequested>) decoder.decode(bytes))
                        .reason()
                        .defect())
                .isEqualTo(Defect.NOT_AVRO);
        record.put("requester", "\uFFFD is a character like any other");
        assertThat(decoder.decode(Contracts.frame(id, record)).orThrow().getRequester())
                .startsWith("\uFFFD");
    }

    @Example
    void aNegativeSchemaIdIsNotEvenAskedFor() {
        byte[] bytes = {0, -1, -1, -1, -1, 0};
        assertThat(((Decoded.Malformed<DeletionRequested>)
                                new AvroDecoder<>(registry, DeletionRequested.class).decode(bytes))
                        .reason()
                        .defect())
                .isEqualTo(Defect.UNKNOWN_SCHEMA);
    }
}
