/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.processor.Seeds;
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
    private static List<String> lines(long seed, int events) {
        List<AuditEntry> entries =
                Chains.random(new Random(seed), events, Optional.of(new CheckpointSigner(Chains.KEY, 4)));
        SortedMap<Long, String> versions = new TreeMap<>();
        entries.stream()
                .filter(entry -> entry.kind().equals("VERSION_PUBLISHED"))
                .forEach(entry -> versions.put(versions.size() + 1L, entry.hash()));
        List<String> lines = new ArrayList<>();
        AuditFile.write(List.of(new AuditChainCopy(Chains.MODEL, entries, versions)), lines::add);
        return lines;
    }

    private static AuditReport verify(List<String> lines) {
        List<AuditReport> reports =
                AuditFile.verify("audit.jsonl", lines.stream(), Set.of(), Optional.empty(), Set.of());
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
