/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.VerificationCheck;
import io.expunge.unlearning.attack.AttackCurve;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole measurement, on invented notes: no data set is needed. */
class SetVerificationTest {
    private static final List<Double> BOUNDS = List.of(1e-1, 1e-2, 1e-4);
    private static VerificationCase notes;
    private static SetVerification measured;

    @BeforeAll
    static void measure() {
        SampleCorpus.Split split = SampleCorpus.generate(Seeds.CORPUS, 600);
        notes = new VerificationCase("notes", "sport", split.train(), split.test());
        measured = SetVerification.of(notes, BOUNDS, 2);
    }

    @Test
    void allChecksOfBothRemovalsAreThereAndNoneFails() {
        assertThat(measured.removals()).hasSize(2);
        for (CheckedRemoval removal : measured.removals()) {
            assertThat(removal.rows())
                    .extracting(row -> row.check().getName())
                    .contains(
                            "artifact-intact",
                            "set-arithmetic",
                            "distance-certificate",
                            "label-space.removed-absent",
                            "attack.vocabulary",
                            "attack.pooled.forgotten",
                            "attack.likelihood-ratio");
            assertThat(removal.failed()).isFalse();
        }
    }

    @Test
    void anAttacksAreasAreThoseOfItsCurves() {
        CheckedRemoval removal = measured.removals().get(0);
        CheckRow pooled = removal.rows().stream()
                .filter(row -> row.check().getName().equals("attack.pooled.forgotten"))
                .findFirst()
                .orElseThrow();
        double difference = pooled.released().orElseThrow() - pooled.reference().orElseThrow();
        assertThat(pooled.check().getValue()).isEqualTo(difference);
        assertThat(pooled.before()).isPresent();
    }

    @Test
    void whatIsProvedIsNeverLessThanWhatIsTrue() {
        assertThat(measured.figures().nearness()).hasSize(NearnessPlot.METHODS.size());
        for (Nearness line : measured.figures().nearness()) {
            assertThat(line.points()).isNotEmpty().allSatisfy(point -> assertThat(point.distance())
                    .isLessThanOrEqualTo(point.bound()));
        }
        assertThat(measured.figures().distances())
                .allSatisfy(version -> assertThat(version.distance()).isLessThanOrEqualTo(version.bound()));
    }

    @Test
    void versionsAreComparedOverOneVocabulary() {
        List<VersionDistance> distances = measured.figures().distances();
        assertThat(distances)
                .extracting(VersionDistance::version)
                .containsExactly(
                        VersionDistance.DROPPED,
                        VersionDistance.PUBLISHED,
                        VersionDistance.SAME_VOCABULARY,
                        VersionDistance.RELEASED);
        // A published step measured from another problem's optimum would be no nearer than nothing at all.
        assertThat(distances.get(1).distance()).isLessThan(1);
        assertThat(distances.get(2).distance()).isLessThan(1e-4);
        assertThat(distances.get(3).bound()).isLessThanOrEqualTo(1e-4);
    }

    @Test
    void pictureNumbersComeOutTheSameAgain() {
        assertThat(SetVerification.of(notes, BOUNDS, 1).figures()).isEqualTo(measured.figures());
    }

    @Test
    void numbersThatAreKeptDrawTheSamePictures(@TempDir Path directory) throws IOException {
        Figures figures = new Figures(List.of(measured.figures()));
        List<Path> written = figures.write(directory);
        Figures read = Figures.read(directory.resolve(Figures.FILE));
        assertThat(read).isEqualTo(figures);
        assertThat(written).hasSize(3);
        for (Path picture : written) {
            String name = picture.getFileName().toString();
            assertThat(Files.readString(picture)).isEqualTo(read.pictures().get(name));
            Pictures.requireSafe(name, Files.readString(picture));
        }
    }

    @Test
    void theReportHasEveryCheckAndSaysWhenOneFailed() {
        VerificationReport report = new VerificationReport();
        report.add(measured);
        assertThat(report.exitCode()).isZero();
        assertThat(report.text())
                .contains("notes without class sport")
                .contains("| `set-arithmetic` | CERTIFIED | PASSED |")
                .contains("published step");
        JsonNode json = report.json();
        assertThat(json.path("failed").asBoolean()).isFalse();
        assertThat(json.path("removals")).hasSize(2);
        assertThat(json.path("figures").path("sets")).hasSize(1);
        report.add(new SetVerification(measured.figures(), List.of(failing())));
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.json().path("failed").asBoolean()).isTrue();
    }

    private static CheckedRemoval failing() {
        VerificationCheck check = VerificationCheck.newBuilder()
                .setName("set-arithmetic")
                .setKind(CheckKind.CERTIFIED)
                .setOutcome(CheckOutcome.FAILED)
                .setDetail("Not so.")
                .build();
        OptionalDouble none = OptionalDouble.empty();
        return new CheckedRemoval(
                "notes", "class sport", 1, 1, List.of(new CheckRow(check, none, none, none)), List.of());
    }

    @Test
    void curvesOverlayWhereNothingIsLeftAndDifferWhereSomethingIs() {
        RocPanel panel = measured.figures().panels().stream()
                .filter(any -> any.check().equals("attack.likelihood-ratio")
                        && any.removed().endsWith("documents"))
                .findFirst()
                .orElseThrow();
        double before = area(panel, AttackCurve.Attacked.BEFORE);
        double released = area(panel, AttackCurve.Attacked.RELEASED);
        double reference = area(panel, AttackCurve.Attacked.REFERENCE);
        assertThat(Math.abs(released - reference)).isLessThan(0.02);
        assertThat(before).isGreaterThan(released + 0.1);
    }

    private static double area(RocPanel panel, AttackCurve.Attacked model) {
        return panel.lines().stream()
                .filter(line -> line.model() == model)
                .findFirst()
                .orElseThrow()
                .area();
    }
}
