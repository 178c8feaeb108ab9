/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.processor.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What every codec promises: what it wrote it reads, what it did not write it refuses in one way, cheaply. */
public abstract class CodecContract<T> {
    /** What one decoding may allocate whatever the bytes say: far below any length they could announce. */
    private static final long MOST_BYTES_ALLOCATED = 4 << 20;

    /** Mutations of one value; a fixed number, as with everything that draws here. */
    private static final int MUTATIONS = 40;

    /** The greatest int as codecs write it: what a damaged length may say. */
    private static final byte[] HUGE =
            new BinaryWriter().writeInt(Integer.MAX_VALUE - 8).toByteArray();

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    protected abstract BinaryCodec<T> codec();

    /** Values of all shapes the codec knows. */
    protected abstract Arbitrary<T> arbitrary();

    /** The value whose bytes of version 1 are kept for ever. */
    protected abstract T golden();

    /** Name of the file of {@link #golden()}. */
    protected abstract String goldenFile();

    /** The version written today; above 1, {@link #newestGolden()} and its file say how. */
    protected int newestVersion() {
        return 1;
    }

    /** The value whose bytes of the newest version are kept. */
    protected T newestGolden() {
        return golden();
    }

    /** Name of the file of {@link #newestGolden()}. */
    protected String newestGoldenFile() {
        return goldenFile();
    }

    @Provide
    Arbitrary<T> values() {
        return arbitrary();
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void whatIsWrittenIsRead(@ForAll("values") T value) {
        assertThat(codec().decode(codec().encode(value))).isEqualTo(value);
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void equalValuesHaveEqualBytes(@ForAll("values") T value) {
        assertThat(codec().encode(codec().decode(codec().encode(value)))).isEqualTo(codec().encode(value));
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void everyBeginningIsRefused(@ForAll("values") T value) {
        byte[] bytes = codec().encode(value);
        for (int length = 0; length < bytes.length; length += 1 + bytes.length / 50) {
            byte[] beginning = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec().decode(beginning)).isInstanceOf(MalformedBytesException.class);
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void oneByteMoreIsRefused(@ForAll("values") T value) {
        byte[] bytes = codec().encode(value);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> codec().decode(longer))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("left over");
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void anotherVersionIsRefusedByItsNumber(@ForAll("values") T value) {
        byte[] bytes = codec().encode(value);
        for (int version : new int[] {0, codec().version() + 1, 255}) {
            bytes[0] = (byte) version;
            assertThatThrownBy(() -> codec().decode(bytes))
                    .isInstanceOf(MalformedBytesException.class)
                    .hasMessageContaining("version " + version);
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void mutatedBytesAreReadOrRefused(@ForAll("values") T value, @ForAll long mutation) {
        Random random = new Random(mutation);
        for (int i = 0; i < MUTATIONS; i++) {
            readOrRefuse(mutated(codec().encode(value), random));
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 500)
    void randomBytesAreReadOrRefused(@ForAll byte[] bytes, @ForAll boolean rightVersion) {
        if (rightVersion && bytes.length > 0) {
            bytes[0] = (byte) codec().version();
        }
        readOrRefuse(bytes);
    }

    @Example
    void theFirstVersionIsReadForEver() throws IOException {
        assertThat(codec().decode(kept(goldenFile())))
                .as("the kept bytes of version 1 in golden/%s", goldenFile())
                .isEqualTo(golden());
    }

    @Example
    void theNewestVersionIsWhatIsWritten() throws IOException {
        assertThat(codec().version())
                .as("a new version keeps the files of those before and adds another")
                .isEqualTo(newestVersion());
        assertThat(codec().encode(newestGolden())).isEqualTo(kept(newestGoldenFile()));
        assertThat(codec().decode(kept(newestGoldenFile()))).isEqualTo(newestGolden());
    }

    private static byte[] kept(String goldenFile) throws IOException {
        try (InputStream in = CodecContract.class.getResourceAsStream("/golden/" + goldenFile)) {
            assertThat(in).as("golden/%s", goldenFile).isNotNull();
            return in.readAllBytes();
        }
    }

    private void readOrRefuse(byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            codec().decode(bytes);
        } catch (MalformedBytesException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated for %d bytes of input", bytes.length)
                .isLessThan(MOST_BYTES_ALLOCATED);
    }

    /** A byte changed, the end cut off, a byte put in, or a length blown up. */
    private static byte[] mutated(byte[] bytes, Random random) {
        int place = random.nextInt(bytes.length);
        switch (random.nextInt(5)) {
            case 0 -> bytes[place] = (byte) random.nextInt();
            case 1 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                return Arrays.copyOf(bytes, place);
            }
            case 3 -> System.arraycopy(HUGE, 0, bytes, place, Math.min(HUGE.length, bytes.length - place));
            default -> Arrays.fill(bytes, place, Math.min(bytes.length, place + 1 + random.nextInt(9)), (byte) 0xFE);
        }
        return bytes;
    }
}
