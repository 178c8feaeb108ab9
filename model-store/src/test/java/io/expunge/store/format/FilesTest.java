/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStoreException;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.FormatTooNew;
import io.expunge.store.ModelStoreException.FormatTooOld;
import io.expunge.store.PseudonymKey;
import io.expunge.store.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The readers alone, without the hashes of a manifest in front of them: they believe nothing. */
class FilesTest {

    private static final ContentHash HASH = ContentHash.of(new byte[0]);
    private static final ArtifactContents CONTENTS = Drafts.fixed().contents();

    private record Reader(byte[] sound, Function<byte[], ?> read, boolean checked) {}

    private static byte[] encode(ArtifactFile file) {
        return ArtifactEncoder.encode(file, CONTENTS).orElseThrow();
    }

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new TreeMap<>();
        put(readers, encode(ArtifactFile.PARAMETERS), true, b -> ParametersFile.read("f", b)
                .parameters());
        put(
                readers,
                encode(ArtifactFile.PARAMETERS),
                true,
                b -> Arrays.toString(ParametersFile.read("f", b).idf()));
        put(readers, encode(ArtifactFile.TRAINING_SET), true, b -> TrainingSetFile.read("f", b));
        put(readers, encode(ArtifactFile.TERMS), false, b -> TermsFile.read("f", b));
        put(readers, encode(ArtifactFile.ANALYSIS), false, b -> SmallFiles.readAnalysis("f", b));
        put(readers, encode(ArtifactFile.CLASSES), false, b -> SmallFiles.readClasses("f", b));
        put(readers, encode(ArtifactFile.DELETIONS), false, b -> SmallFiles.readDeletions("f", b));
        put(readers, encode(ArtifactFile.METRICS), false, b -> SmallFiles.readMetrics("f", b));
        put(readers, encode(ArtifactFile.CARD), false, b -> CardFile.read("f", b));
        put(readers, encode(ArtifactFile.REQUESTS), false, b -> SmallFiles.readRequests("f", b));
        put(readers, manifest(), false, b -> Manifest.read("f", b));
        put(readers, SealedRecord.batch(HASH), true, b -> SealedRecord.readBatch("f", b));
        put(readers, SealedRecord.head(new HeadHint(1, 2, HASH)), true, b -> SealedRecord.readHead("f", b));
        put(
                readers,
                SealedRecord.key(PseudonymKey.of(new byte[32]), HASH),
                true,
                b -> SealedRecord.readKey("f", b, HASH));
        return readers;
    }

    private static void put(Map<String, Reader> readers, byte[] sound, boolean checked, Function<byte[], ?> read) {
        readers.put("reader " + readers.size(), new Reader(sound, read, checked));
    }

    private static byte[] manifest() {
        return new Manifest(Drafts.fixed().lineage(), Manifest.sizeOf(CONTENTS), new TreeMap<>()).write();
    }

    @Property(seed = Seeds.PROPERTY, tries = 150)
    void aMutationIsRefusedOrHarmless(@ForAll Random random) {
        readers().forEach((name, reader) -> {
            byte[] mutated = mutate(reader.sound(), random);
            try {
                Object read = reader.read().apply(mutated);
                if (reader.checked()) {
                    assertThat(read).as(name).isEqualTo(reader.read().apply(reader.sound()));
                }
            } catch (ModelStoreException expected) {
                assertThat(expected.getMessage()).startsWith("f in the model store");
            }
        });
    }

    private static byte[] mutate(byte[] sound, Random random) {
        byte[] mutated = Arrays.copyOf(sound, random.nextInt(4) == 0 ? random.nextInt(sound.length + 9) : sound.length);
        for (int i = random.nextInt(3); i >= 0 && mutated.length > 0; i--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        }
        return mutated;
    }

    /** The checksum is made to fit, so that the parser behind it meets the mutation. */
    @Property(seed = Seeds.PROPERTY, tries = 600)
    void aTrainingSetMadeUpOnPurposeIsRefusedOrSound(@ForAll Random random) {
        byte[] sound = encode(ArtifactFile.TRAINING_SET);
        byte[] body = Arrays.copyOf(sound, sound.length - Long.BYTES);
        body[18 + random.nextInt(body.length - 18)] = (byte) random.nextInt();
        ByteWriter out = new ByteWriter(0);
        out.bytes(body);
        readOrTypedError(() -> TrainingSetFile.read("f", out.sealed()));
    }

    @Property(seed = Seeds.PROPERTY, tries = 600)
    void noiseIsRefused(@ForAll byte[] noise) {
        readers()
                .values()
                .forEach(reader -> readOrTypedError(
                        () -> assertThat(reader.read().apply(noise)).isNotNull()));
    }

    private static void readOrTypedError(Runnable read) {
        try {
            read.run();
        } catch (ModelStoreException expected) {
            assertThat(expected.getMessage()).contains("model store");
        }
    }

    @Test
    void aLengthThatNoFileHoldsAllocatesNothing() {
        ByteWriter out = new ByteWriter(0);
        out.bytes("EXPUNGE-DOCUMENTS".getBytes(StandardCharsets.US_ASCII));
        out.varint(1);
        out.varint(Integer.MAX_VALUE);
        assertThatThrownBy(() -> TrainingSetFile.read("f", out.sealed())).isInstanceOf(ArtifactCorrupt.class);
        byte[] header = {-1, -1, -1, -1, -1, -1, -1, 127, '{', '}'};
        assertThatThrownBy(() -> ParametersFile.read("f", header)).isInstanceOf(ArtifactCorrupt.class);
    }

    @Test
    void otherFormatsAreNamed() {
        assertThatThrownBy(() -> TrainingSetFile.read("f", trainingSetOfFormat(2)))
                .isInstanceOf(FormatTooNew.class);
        assertThatThrownBy(() -> TrainingSetFile.read("f", trainingSetOfFormat(0)))
                .isInstanceOf(FormatTooOld.class);
        String classes = new String(encode(ArtifactFile.CLASSES), StandardCharsets.UTF_8);
        byte[] newer = classes.replace("\"format\":1", "\"format\":2").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SmallFiles.readClasses("f", newer))
                .isInstanceOf(FormatTooNew.class)
                .hasMessageContaining("later");
        String parameters = new String(encode(ArtifactFile.PARAMETERS), StandardCharsets.ISO_8859_1);
        byte[] newest =
                parameters.replace("\"format\":\"1\"", "\"format\":\"9\"").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> ParametersFile.read("f", newest)).isInstanceOf(FormatTooNew.class);
    }

    private static byte[] trainingSetOfFormat(int format) {
        ByteWriter out = new ByteWriter(0);
        out.bytes("EXPUNGE-DOCUMENTS".getBytes(StandardCharsets.US_ASCII));
        out.varint(format);
        return out.sealed();
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void numbersOfAnySizeComeBack(@ForAll List<Integer> numbers) {
        ByteWriter out = new ByteWriter(0);
        out.bytes(new byte[] {7, 1});
        numbers.forEach(number -> out.varint(number & Integer.MAX_VALUE));
        ByteReader in = new ByteReader("f", out.sealed(), new byte[] {7}, 1);
        numbers.forEach(number -> assertThat(in.varint()).isEqualTo(number & Integer.MAX_VALUE));
        in.requireEnd();
    }

    @Test
    void jsonIsCanonical() {
        SortedMap<String, Double> metrics = new TreeMap<>();
        metrics.put("b", 2e-3);
        metrics.put("a\"ä\u0001", 0.1);
        assertThat(new String(SmallFiles.writeMetrics(metrics), StandardCharsets.UTF_8))
                .isEqualTo("{\"format\":1,\"kind\":\"metrics\",\"metrics\":{\"a\\\"ä\\u0001\":0.1,\"b\":0.002}}");
    }

    @Test
    void duplicateMembersAndTrailingTextAreRefused() {
        for (String text : List.of(
                "{\"kind\":\"classes\",\"kind\":\"classes\",\"format\":1,\"classes\":[]}",
                "{\"kind\":\"classes\",\"format\":1,\"classes\":[]} x",
                "[]",
                "",
                "null",
                "{\"kind\":\"classes\",\"format\":1,\"classes\":[1]}",
                "[".repeat(100_000))) {
            assertThatThrownBy(() -> SmallFiles.readClasses("f", text.getBytes(StandardCharsets.UTF_8)))
                    .as(text.substring(0, Math.min(60, text.length())))
                    .isInstanceOf(ArtifactCorrupt.class);
        }
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void theParametersFileIsAlignedAsSafetensorsAsks(@ForAll Random random) {
        ArtifactDraft draft = Drafts.random(random);
        byte[] file = ArtifactEncoder.encode(ArtifactFile.PARAMETERS, draft.contents())
                .orElseThrow();
        int header = (file[0] & 0xff) | (file[1] & 0xff) << 8;
        assertThat(header % 8).isZero();
        assertThat(file[8]).isEqualTo((byte) '{');
        int terms = draft.contents().parameters().terms();
        assertThat(file)
                .hasSize(8
                        + header
                        + 8 * terms
                        + 4 * terms * draft.contents().classes().size());
    }
}
