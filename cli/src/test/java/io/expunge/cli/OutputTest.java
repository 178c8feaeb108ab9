/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class OutputTest {
    @Test
    void tablesLineUp() {
        TextTable table = new TextTable("A", "LONGER");
        table.add("wide cell", "x");
        table.add("ü", "y");

        assertThat(table.lines()).containsExactly("A          LONGER", "wide cell  x", "ü          y");
        assertThatThrownBy(() -> table.add("only one")).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(seed = Seeds.PROPERTY, tries = 300)
    void nothingThatIsPrintedSteersTheTerminal(@ForAll String text) {
        StringWriter out = new StringWriter();
        new Terminal(new PrintWriter(out), new PrintWriter(new StringWriter()), true).print(text);

        assertThat(out.toString().strip().chars().noneMatch(Character::isISOControl))
                .isTrue();
    }

    @Test
    void aNameCannotForgeARowOrTurnTheLine() {
        TextTable table = new TextTable("MODEL", "STATE");
        table.add("a\nnews  VERIFIED", "x");
        table.add("\u001b[2J\u202e\u2028é🙈", "y");

        assertThat(table.lines())
                .containsExactly(
                        "MODEL                     STATE",
                        "a\\u000anews  VERIFIED     x",
                        "\\u001b[2J\\u202e\\u2028é🙈  y");
    }

    @Test
    void wideAndCombiningCharactersLineUp() {
        TextTable table = new TextTable("CLASS", "N");
        table.add("日本", "1");
        table.add("e\u0301té", "2");
        table.add("🙈🙈", "3");

        assertThat(table.lines()).containsExactly("CLASS  N", "日本   1", "e\u0301té    2", "🙈🙈   3");
    }

    @Test
    void anIdOfTwoHundredPicturesLeavesRoomForTheOthers() {
        TextTable table = new TextTable("MODEL", "STATE");
        table.add("🙈".repeat(200), "VERIFIED");

        assertThat(table.lines().get(1)).isEqualTo("🙈".repeat(29) + "…  VERIFIED");
        assertThat(table.lines().get(0)).hasSize(59 + 2 + "STATE".length());
    }

    @Test
    void outerBlanksAreSeen() {
        TextTable table = new TextTable("CLASS", "DETAIL");
        table.add(" sport ", "trailing ");
        table.add("sport", "");

        assertThat(table.lines()).containsExactly("CLASS      DETAIL", "\" sport \"  \"trailing \"", "sport");
    }

    @Test
    void eventsKeepTheirFieldNamesInJson() {
        JsonNode json = Json.of(
                new AuditRecorded("m", 3L, AuditKind.PURGED, Instant.EPOCH, Map.of("fact", "1"), "0".repeat(64), "f"));

        assertThat(Json.line(json))
                .isEqualTo(
                        "{\"modelId\":\"m\",\"sequence\":3,\"kind\":\"PURGED\",\"recordedAt\":\"1970-01-01T00:00:00Z\","
                                + "\"facts\":{\"fact\":\"1\"},\"previousHash\":\"" + "0".repeat(64)
                                + "\",\"hash\":\"f\"}");
    }

    @Test
    void whatJsonCannotSayIsAbsent() {
        assertThat(Json.line(Json.node(List.of(1.5, Double.NaN, Double.POSITIVE_INFINITY, true))))
                .isEqualTo("[1.5,null,null,true]");
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void aBarNeverLeavesItsFrame(@ForAll long done, @ForAll @LongRange(min = 1) long total) {
        String bar = Progress.bar("stage", done, total);

        assertThat(bar.substring(bar.indexOf('[') + 1, bar.indexOf(']')))
                .hasSize(24)
                .matches("#*-*");
    }

    @Test
    void withoutATerminalProgressIsALineAStage() {
        StringWriter err = new StringWriter();
        try (Progress progress =
                new Progress(new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), false))) {
            progress.progress("reading", 1, 10);
            progress.progress("reading", 2, 10);
            progress.progress("solving", 1, 0);
        }

        assertThat(err.toString().lines()).containsExactly("  reading ...", "  solving ...");
    }

    @Test
    void onATerminalTheBarIsWipedAway() {
        StringWriter err = new StringWriter();
        try (Progress progress =
                new Progress(new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), true))) {
            progress.progress("reading", 5, 10);
        }

        assertThat(err.toString()).contains("50 % reading").endsWith(" \r").doesNotContain("\n");
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void durationsSurviveTheirUnits(@ForAll @IntRange(max = 999_999_999) int amount) {
        DurationText text = new DurationText();

        assertThat(text.convert(amount + "ms")).isEqualTo(Duration.ofMillis(amount));
        assertThat(text.convert(amount + "s")).isEqualTo(Duration.ofSeconds(amount));
        assertThat(text.convert(amount + "m")).isEqualTo(Duration.ofMinutes(amount));
        assertThat(text.convert(amount + "h")).isEqualTo(Duration.ofHours(amount));
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void whatIsNoDurationIsRefusedInWords(@ForAll String text) {
        if (!text.matches("\\d{1,9}(ms|s|m|h)")) {
            assertThatThrownBy(() -> new DurationText().convert(text))
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageContaining("30s");
        }
    }

    @Test
    void aDateMeansItsEndInUtc() {
        assertThat(new InstantText().convert("2027-01-31")).isEqualTo(Instant.parse("2027-01-31T23:59:59Z"));
        assertThat(new InstantText().convert("2027-01-31T12:00:00+01:00"))
                .isEqualTo(Instant.parse("2027-01-31T11:00:00Z"));
        assertThatThrownBy(() -> new InstantText().convert("31.1.2027")).isInstanceOf(TypeConversionException.class);
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void shortenedTextIsOneShortLine(@ForAll String text, @ForAll @IntRange(min = 2, max = 40) int longest) {
        String line = Words.shortened(text, longest);

        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(longest);
        assertThat(line).doesNotContain("\n");
    }
}
