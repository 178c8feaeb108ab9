/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.RealText;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckOutcome;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The audit on real text, split as the sets are: no honest version fails, and where the sample is too small nothing is claimed. Prints
 * a table; its seconds are of whatever else the machine does.
 */
@Tag("long")
class RealTextAuditTest {

    private static AuditCase read(String set) throws IOException {
        return AuditCase.of(
                RealText.read(set, "train.csv.gz").documents(),
                RealText.read(set, "test.csv.gz").documents(),
                Analysis.standard());
    }

    private static AuditResult audit(String what, AuditCase read, BitSet rows) {
        return audit(what, read, read.unlearn(rows, VectoriserPolicy.REFIT).model(), rows);
    }

    private static AuditResult audit(String what, AuditCase read, TrainedModel released, BitSet rows) {
        long started = System.nanoTime();
        AuditResult result = MembershipAudit.run(
                read.input(released, rows), AuditSettings.standard().withParallelism(2), ProgressMonitor.NONE);
        System.out.printf(
                Locale.ROOT,
                "%n| %s, %.1f s | before | released | reference | D | interval | |%n|---|---|---|---|---|---|---|%n",
                what,
                (System.nanoTime() - started) / 1e9);
        result.checks().forEach(check -> System.out.println(row(result, check)));
        return result;
    }

    private static String row(AuditResult result, Check check) {
        return "| " + check.name() + " | " + area(result, check, AttackCurve.Attacked.BEFORE) + " | "
                + area(result, check, AttackCurve.Attacked.RELEASED) + " | "
                + area(result, check, AttackCurve.Attacked.REFERENCE) + " | "
                + (check.value().isPresent() ? PairedAttack.number(check.value().getAsDouble()) : "")
                + " | "
                + check.interval()
                        .map(interval ->
                                PairedAttack.number(interval.lower()) + " to " + PairedAttack.number(interval.upper()))
                        .orElse("")
                + " | " + check.outcome() + " |"
                + (check.interval().isEmpty() ? " " + check.detail() : "");
    }

    private static String area(AuditResult result, Check check, AttackCurve.Attacked model) {
        Optional<AttackCurve> curve = result.curves().stream()
                .filter(drawn -> drawn.check().equals(check.name()) && drawn.model() == model)
                .findFirst();
        return curve.map(drawn -> PairedAttack.number(drawn.area())).orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "bbc-news, sport",
        "banking77, card_arrival",
        "dbpedia14-subset, Animal",
        "agnews, Sports",
        "20newsgroups, sci.crypt"
    })
    void noHonestVersionFails(String set, String removed) throws IOException {
        AuditCase read = read(set);
        AuditResult ofClass = audit(set + ", " + removed, read, read.rowsOf(removed));
        AuditResult ofDocuments = audit(set + ", 300 documents", read, read.someRows(Seeds.EXAMPLE, 300));
        assertThat(ofClass.checks()).noneMatch(check -> check.outcome() == CheckOutcome.FAILED);
        assertThat(ofDocuments.checks()).noneMatch(check -> check.outcome() == CheckOutcome.FAILED);
    }

    /** At 396 documents held out of sci.crypt's kind and 1,900 of Sports'. */
    @ParameterizedTest
    @CsvSource({"agnews, Sports", "20newsgroups, sci.crypt"})
    void plantedVersionsAreCaught(String set, String removed) throws IOException {
        AuditCase read = read(set);
        BitSet rows = read.rowsOf(removed);
        assertThat(failed(set + ", column dropped", read, Planted.columnDropped(read.before(), removed), rows))
                .contains(NeighbourClassAttack.NAME, VocabularyAttack.NAME);
        assertThat(failed(set + ", column recentred", read, Planted.recentred(read.before(), removed), rows))
                .contains(VocabularyAttack.NAME);
        assertThat(failed(
                        set + ", vocabulary kept",
                        read,
                        read.unlearn(rows, VectoriserPolicy.FROZEN).model(),
                        rows))
                .contains(VocabularyAttack.NAME);
        BitSet some = read.someRows(Seeds.EXAMPLE, 300);
        assertThat(failed(set + ", documents kept", read, read.before(), some))
                .contains(LikelihoodRatioAttack.NAME, PooledShadowAttack.FORGOTTEN);
    }

    private static List<String> failed(String what, AuditCase read, TrainedModel released, BitSet rows) {
        return audit(what, read, released, rows).checks().stream()
                .filter(check -> check.outcome() == CheckOutcome.FAILED)
                .map(Check::name)
                .toList();
    }
}
