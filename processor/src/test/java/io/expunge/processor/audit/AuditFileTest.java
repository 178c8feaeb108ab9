/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.Seeds;
import io.expunge.processor.json.StrictJson;
import io.expunge.store.SigningKey;
import io.expunge.store.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AuditFileTest {
    private static final Set<VerificationKey> TRUSTED = Set.of(Chains.KEY.publicKey());

    private static List<String> lines(long seed, int events) {
        return lines(seed, events, Optional.of(Chains.KEY));
    }

    private static List<String> lines(long seed, int events, Optional<SigningKey> key) {
        List<AuditEntry> entries =
                Chains.random(new Random(seed), events, Optional.of(new CheckpointSigner(Chains.KEY, 4)));
        SortedMap<Long, String> versions = new TreeMap<>();
        entries.stream()
                .filter(entry -> entry.kind().equals("VERSION_PUBLISHED"))
                .forEach(entry -> versions.put(versions.size() + 1L, entry.hash()));
        List<String> lines = new ArrayList<>();
        AuditFile.write(List.of(new AuditChainCopy(Chains.MODEL, entries, versions)), key, lines::add);
        return lines;
    }

    private static AuditReport verify(List<String> lines) {
        return verify(lines, Set.of());
    }

    private static AuditReport verify(List<String> lines, Set<VerificationKey> trusted) {
        List<AuditReport> reports =
                AuditFile.verify("audit.jsonl", lines.stream(), trusted, Optional.empty(), Set.of());
        assertThat(reports).isNotEmpty();
        return reports.stream().filter(report -> !report.isSound()).findFirst().orElse(reports.get(0));
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void whatWasExportedIsSound(@ForAll long seed, @ForAll @IntRange(max = 20) int events) {
        List<String> lines = lines(seed, events);
        AuditReport report = verify(lines);
        assertThat(report.isSound()).isTrue();
        assertThat(report.records()).isEqualTo(lines.size() - 1L);
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void anyChangedCharacterOfARecordNamesItsLine(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int events,
            @ForAll @IntRange(min = 1, max = 90) int by) {
        List<String> lines = lines(seed, events);
        Random random = new Random(seed);
        int line = 1 + random.nextInt(lines.size() - 1);
        StringBuilder text = new StringBuilder(lines.get(line));
        int place = random.nextInt(text.length());
        text.setCharAt(place, (char) (' ' + (text.charAt(place) - ' ' + by) % 95));
        lines.set(line, text.toString());
        AuditDefect defect = verify(lines).defect().orElseThrow();
        assertThat(defect.where()).isEqualTo("audit.jsonl, line " + (line + 1));
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void aFileThatEndsEarlyIsFound(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int events) {
        List<String> lines = lines(seed, events);
        int left = 1 + new Random(seed).nextInt(lines.size() - 1);
        AuditReport report = verify(lines.subList(0, left));
        assertThat(report.defect().orElseThrow().sequence()).isEqualTo(left);
    }

    /** Somebody without the key cuts the end off, up to a checkpoint, and promises less. */
    @Property(seed = Seeds.PROPERTY, tries = 100)
    void aPromiseOfLessIsRefused(@ForAll long seed, @ForAll @IntRange(min = 8, max = 20) int events) {
        List<String> lines = lines(seed, events);
        assertThat(verify(lines, TRUSTED).defect()).isEmpty();
        List<String> cut = cutToACheckpoint(lines);

        assertThat(verify(cut, Set.of()).defect().orElseThrow().sentence()).contains("first line was changed");
        List<String> unsigned = new ArrayList<>(cut);
        unsigned.set(0, cut.get(0).replaceFirst(",\"seal\":.*", "}"));
        assertThat(verify(unsigned, Set.of()).defect())
                .as("without keys anybody may have written it")
                .isEmpty();
        assertThat(verify(unsigned, TRUSTED).defect().orElseThrow().sentence()).contains("first line is not signed");
    }

    private static List<String> cutToACheckpoint(List<String> lines) {
        int end = 1;
        for (int line = 1; line < lines.size() - 1; line++) {
            end = entry(lines.get(line)).kind().equals(Checkpoint.KIND) ? line : end;
        }
        List<String> cut = new ArrayList<>(lines.subList(0, end + 1));
        ObjectNode header = (ObjectNode) StrictJson.read(lines.get(0)).orElseThrow();
        ObjectNode promise = (ObjectNode) header.path("models").path(0);
        promise.put("records", end).put("head", entry(lines.get(end)).hash());
        promise.putObject("versions");
        cut.set(0, StrictJson.line(header));
        return cut;
    }

    private static AuditEntry entry(String line) {
        return AuditEntryJson.read(StrictJson.read(line).orElseThrow()).orElseThrow();
    }

    @Test
    void aHeaderThatSomebodyElseSignedIsRefusedWhereKeysAreNamed() {
        byte[] other = new byte[SigningKey.SEED_BYTES];
        other[0] = 9;
        List<String> lines = lines(1, 9, Optional.of(SigningKey.of(other)));
        assertThat(verify(lines).defect()).isEmpty();
        assertThat(verify(lines, TRUSTED).defect().orElseThrow().sentence()).contains("none of those you trust");
    }

    @Test
    void anExportOfNothingMustBeSignedToo() {
        List<String> nothing = new ArrayList<>();
        AuditFile.write(List.of(), Optional.empty(), nothing::add);
        assertThat(AuditFile.verify("f", nothing.stream(), Set.of(), Optional.empty(), Set.of()))
                .isEmpty();
        assertThatThrownBy(() -> AuditFile.verify("f", nothing.stream(), TRUSTED, Optional.empty(), Set.of()))
                .hasMessageContaining("not signed");
    }

    /** A file of an earlier release, which signed no first line. */
    @Test
    void aFileWithoutASignedFirstLineIsCheckedWhereNoKeysAreNamed() {
        assertThat(verify(lines(1, 9, Optional.empty())).defect()).isEmpty();
    }

    @Test
    void whatIsNoExportSaysSo() {
        assertThatThrownBy(() -> verify(List.of())).hasMessageContaining("empty");
        assertThatThrownBy(() -> verify(List.of("hello")))
                .isInstanceOf(AuditFileException.class)
                .hasMessageContaining("no header");
        assertThatThrownBy(() -> verify(List.of("{\"format\":2,\"kind\":\"expunge-audit-export\",\"models\":[]}")))
                .hasMessageContaining("format 2");
    }

    @Test
    void aHashThatWasNotedElsewhereMustBeThere() {
        List<String> lines = lines(1, 5);
        assertThat(AuditFile.verify("f", lines.stream(), Set.of(), Optional.of(Chains.MODEL), Set.of("a".repeat(64)))
                        .get(0)
                        .defect())
                .hasValueSatisfying(defect -> assertThat(defect.sentence()).contains("a".repeat(64)));
    }
}
