/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** The careful decoder reads exactly what Avro's own encoders write, whole and in part. */
class BoundedDecoderTest {
    private static final Schema EVERYTHING = new Schema.Parser()
            .parse(
                    """
            {"type": "record", "name": "Everything", "fields": [
              {"name": "flag", "type": "boolean"}, {"name": "nothing", "type": "null"},
              {"name": "i", "type": "int"}, {"name": "l", "type": "long"},
              {"name": "f", "type": "float"}, {"name": "d", "type": "double"},
              {"name": "s", "type": "string"}, {"name": "b", "type": "bytes"},
              {"name": "x", "type": {"type": "fixed", "name": "X", "size": 7}},
              {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A", "B", "C"]}},
              {"name": "u", "type": ["null", "string", "long"]},
              {"name": "a", "type": {"type": "array", "items": "string"}},
              {"name": "m", "type": {"type": "map", "values": {"type": "array", "items": "double"}}}]}""");
    private static final Schema LAST = new Schema.Parser()
            .parse(
                    """
            {"type": "record", "name": "Everything", "fields": [
              {"name": "m", "type": {"type": "map", "values": {"type": "array", "items": "double"}}}]}""");

    @Property(seed = Seeds.PROPERTY, tries = Seeds.TRIES)
    void readsWhatAvroWrites(@ForAll Random random, @ForAll boolean sizedBlocks) throws IOException {
        GenericRecord written = Contracts.random(EVERYTHING, random);
        byte[] bytes = encode(written, sizedBlocks);
        BoundedDecoder decoder = new BoundedDecoder(bytes, 0);
        GenericRecord read = new GenericDatumReader<GenericRecord>(EVERYTHING).read(null, decoder);
        assertThat(Contracts.same(read, written)).isTrue();
        assertThat(decoder.remaining()).isZero();
    }

    @Property(seed = Seeds.PROPERTY, tries = Seeds.TRIES)
    void skipsWhatTheReaderDoesNotKnow(@ForAll Random random, @ForAll boolean sizedBlocks) throws IOException {
        GenericRecord written = Contracts.random(EVERYTHING, random);
        BoundedDecoder decoder = new BoundedDecoder(encode(written, sizedBlocks), 0);
        GenericRecord read = new GenericDatumReader<GenericRecord>(EVERYTHING, LAST).read(null, decoder);
        assertThat(entries(read)).isEqualTo(entries(written));
        assertThat(decoder.remaining()).isZero();
    }

    @Property(seed = Seeds.PROPERTY, tries = Seeds.TRIES)
    void numbersComeBack(@ForAll long number, @ForAll double real) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        encoder.writeLong(number);
        encoder.writeDouble(real);
        BoundedDecoder decoder = new BoundedDecoder(out.toByteArray(), 0);
        assertThat(decoder.readLong()).isEqualTo(number);
        assertThat(decoder.readDouble()).isEqualTo(real);
    }

    @Example
    void aBlockCannotClaimMoreItemsThanBytes() {
        byte[] millionItems = {(byte) 0x80, (byte) 0x89, 0x7a, 0};
        assertThatThrownBy(() -> new BoundedDecoder(millionItems, 0).readArrayStart())
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> new BoundedDecoder(millionItems, 0).skipMap()).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> new BoundedDecoder(millionItems, 0).readString())
                .isInstanceOf(EOFException.class);
    }

    private static Map<String, String> entries(GenericRecord record) {
        return ((Map<?, ?>) record.get("m"))
                .entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().toString(), entry -> entry.getValue()
                                .toString()));
    }

    private static byte[] encode(GenericRecord datum, boolean sizedBlocks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EncoderFactory factory = new EncoderFactory().configureBlockSize(64);
        BinaryEncoder encoder =
                sizedBlocks ? factory.blockingBinaryEncoder(out, null) : factory.binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(EVERYTHING).write(datum, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
