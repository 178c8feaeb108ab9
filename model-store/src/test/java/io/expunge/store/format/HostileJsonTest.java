/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStoreException;
import io.expunge.store.PseudonymKey;
import io.expunge.store.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Well-formed JSON under a checksum that fits, with one value replaced: what somebody would write who means harm. */
class HostileJsonTest {
    private static final ContentHash HASH = ContentHash.of(new byte[0]);
    private static final Pattern VALUE =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9][0-9.eE+-]*|\\[[^\\[\\]{}]*\\]|\\{\\}");
    private static final List<String> HOSTILE = List.of(
            "null",
            "-1",
            "0",
            "1e999",
            "9223372036854775808",
            "2147483647",
            "0.5",
            "9".repeat(990),
            "\"\"",
            "\"../../key\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"" + "x".repeat(70_000) + "\"",
            "[]",
            "[[[]]]",
            "[2147483647,2147483647]",
            "{}",
            "[" + "0,".repeat(5_000) + "0]",
            "[".repeat(2_000) + "]".repeat(2_000),
            "true");

    private record Reader(byte[] sound, Function<byte[], ?> read, Function<byte[], byte[]> seal) {}

    private static byte[] encode(ArtifactFile file) {
        return ArtifactEncoder.encode(file, Drafts.fixed().contents()).orElseThrow();
    }

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new TreeMap<>();
        Function<byte[], byte[]> bare = Function.identity();
        readers.put("analysis", new Reader(encode(ArtifactFile.ANALYSIS), b -> SmallFiles.readAnalysis("f", b), bare));
        readers.put("classes", new Reader(encode(ArtifactFile.CLASSES), b -> SmallFiles.readClasses("f", b), bare));
        readers.put(
                "deletions", new Reader(encode(ArtifactFile.DELETIONS), b -> SmallFiles.readDeletions("f", b), bare));
        readers.put("metrics", new Reader(encode(ArtifactFile.METRICS), b -> SmallFiles.readMetrics("f", b), bare));
        readers.put("requests", new Reader(encode(ArtifactFile.REQUESTS), b -> SmallFiles.readRequests("f", b), bare));
        readers.put("card", new Reader(encode(ArtifactFile.CARD), b -> CardFile.read("f", b), bare));
        byte[] manifest = new Manifest(
                        Drafts.fixed().lineage(),
                        Manifest.sizeOf(Drafts.fixed().contents()),
                        new TreeMap<>(Map.of("terms.txt", new io.expunge.store.FileEntry(HASH, 7))))
                .write();
        readers.put("manifest", new Reader(manifest, b -> Manifest.read("f", b), bare));
        readers.put("batch", sealed(SealedRecord.batch(HASH), b -> SealedRecord.readBatch("f", b)));
        readers.put("head", sealed(SealedRecord.head(new HeadHint(1, 2, HASH)), b -> SealedRecord.readHead("f", b)));
        byte[] key = SealedRecord.key(PseudonymKey.of(new byte[PseudonymKey.BYTES]), HASH);
        readers.put("key", sealed(key, b -> SealedRecord.readKey("f", b, HASH)));
        return readers;
    }

    private static Reader sealed(byte[] record, Function<byte[], ?> read) {
        byte[] body = Arrays.copyOf(record, record.length - 66);
        return new Reader(body, read, json -> {
            byte[] seal = ("\n" + ContentHash.of(json) + "\n").getBytes(StandardCharsets.UTF_8);
            byte[] whole = Arrays.copyOf(json, json.length + seal.length);
            System.arraycopy(seal, 0, whole, json.length, seal.length);
            return whole;
        });
    }

    @Property(seed = Seeds.PROPERTY, tries = 400)
    void oneValueReplacedIsReadOrATypedError(@ForAll Random random) {
        readers().forEach((name, reader) -> {
            String json = new String(reader.sound(), StandardCharsets.UTF_8);
            byte[] hostile = reader.seal().apply(replaced(json, random).getBytes(StandardCharsets.UTF_8));
            try {
                assertThat(reader.read().apply(hostile)).as(name).isNotNull();
            } catch (ModelStoreException told) {
                assertThat(told.getMessage()).as(name).startsWith("f in the model store");
            }
        });
    }

    @Property(seed = Seeds.PROPERTY, tries = 1000)
    void aHeaderOfTensorsThatLiesIsReadOrATypedError(@ForAll Random random) {
        byte[] sound = encode(ArtifactFile.PARAMETERS);
        int length = (int) ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String header = new String(sound, Long.BYTES, length, StandardCharsets.UTF_8).strip();
        byte[] lying = replaced(header, random).getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(sound.length - length + lying.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(lying.length).put(lying).put(sound, Long.BYTES + length, sound.length - Long.BYTES - length);
        try {
            assertThat(ParametersFile.read("f", file.array())).isNotNull();
        } catch (ModelStoreException told) {
            assertThat(told.getMessage()).startsWith("f in the model store");
        }
    }

    private static String replaced(String json, Random random) {
        List<MatchResult> values = VALUE.matcher(json).results().toList();
        MatchResult value = values.get(random.nextInt(values.size()));
        String hostile = HOSTILE.get(random.nextInt(HOSTILE.size()));
        return json.substring(0, value.start()) + hostile + json.substring(value.end());
    }
}
