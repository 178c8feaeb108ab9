/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.expunge.unlearning.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Files nobody wrote by hand: documents come out, or one kind of error, and memory in proportion to the file. */
class CorpusFuzzTest {
    private static final List<String> NAMES = List.of("f", "f.csv", "f.jsonl", "f.csv.gz", "f.jsonl.gz");

    private static final byte[] CSV = ("\uFEFFdocument_id,label,text,subject\r\n1,a,\"x \"\"y\"\"\nz\",s\r\n"
                    + "2,b,日本 🙈,\r\n\"3\",\" c \",,\"t\"\r\n")
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] JSON_LINES = ("{\"document_id\":\"1\",\"label\":\"a\",\"text\":\"x\\n\\u00e9\"}\n\n"
                    + "{\"document_id\":2,\"label\":\"b\",\"text\":\"🙈\",\"subject\":null}\n")
            .getBytes(StandardCharsets.UTF_8);
    private static final List<byte[]> SOUND = List.of(CSV, JSON_LINES, gzip(CSV), gzip(JSON_LINES));

    /** What a reader may allocate beside what the file accounts for: buffers, mostly. */
    private static final long ALLOWANCE = 4 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void readOrRefused(byte[] bytes, String name) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            assertThat(CorpusReader.read(new ByteArrayInputStream(bytes), name).size())
                    .isPositive();
        } catch (CorpusFormatException refused) {
            assertThat(refused.getMessage()).startsWith(name);
        } catch (IOException unforeseen) {
            throw new UncheckedIOException(unforeseen);
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated for %d bytes of input", bytes.length)
                .isLessThan(ALLOWANCE + 5000L * bytes.length);
    }

    @Property(seed = Seeds.PROPERTY, tries = 1000)
    void mutatedFiles(@ForAll Random random) {
        byte[] bytes = SOUND.get(random.nextInt(SOUND.size())).clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = random.nextBoolean()
                    ? (byte) "\",\n\r{}[]:\\\0".charAt(random.nextInt(11))
                    : (byte) random.nextInt();
        }
        readOrRefused(
                random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes,
                NAMES.get(random.nextInt(NAMES.size())));
    }

    @Property(seed = Seeds.PROPERTY, tries = 500)
    void noise(@ForAll byte[] noise) {
        NAMES.forEach(name -> readOrRefused(noise, name));
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void noiseBehindASoundBeginning(@ForAll Random random, @ForAll byte[] noise) {
        byte[] begun = random.nextBoolean()
                ? "document_id,label,text\n1,a,".getBytes(StandardCharsets.UTF_8)
                : "{\"document_id\":".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(begun, begun.length + noise.length);
        System.arraycopy(noise, 0, bytes, begun.length, noise.length);
        readOrRefused(bytes, NAMES.get(random.nextInt(NAMES.size())));
    }

    @Test
    void whatOnlyLooksHarmless() {
        for (String text : List.of(
                "{".repeat(100_000),
                "[".repeat(100_000),
                "\"".repeat(99_999),
                "document_id,label,text\n" + ",".repeat(100_000),
                "{\"document_id\":" + "9".repeat(100_000) + ",\"label\":\"a\",\"text\":\"\"}",
                "{\"document_id\":1e999999999,\"label\":\"a\",\"text\":\"\"}",
                "{\"document_id\":\"1\",\"label\":\"a\",\"text\":\"\\ud800\"}",
                "{\"" + "x".repeat(100_000) + "\":1}")) {
            NAMES.forEach(name -> readOrRefused(text.getBytes(StandardCharsets.UTF_8), name));
        }
    }

    /** Half of a character has no bytes: it could be neither kept nor asked for. */
    @Test
    void anUnpairedSurrogateIsRefusedWithItsLine() {
        byte[] bytes = "{\"document_id\":\"\\ud800\",\"label\":\"a\",\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CorpusReader.read(new ByteArrayInputStream(bytes), "f.jsonl"))
                .isInstanceOf(CorpusFormatException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("surrogate");
    }
}
