/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.VerificationCheck;
import io.expunge.unlearning.attack.AttackCurve;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A check of a version as events carry it, with the areas that its attack came to, where it is one.
 *
 * @param check the check; of an attack its value is the released version's area less the reference's
 * @param before the area under the curve of the version before
 * @param released of the version checked
 * @param reference of the one trained from zero without the forgotten documents
 */
record CheckRow(VerificationCheck check, OptionalDouble before, OptionalDouble released, OptionalDouble reference) {

    static CheckRow of(VerificationCheck check, List<AttackCurve> curves) {
        return new CheckRow(
                check,
                area(check, curves, AttackCurve.Attacked.BEFORE),
                area(check, curves, AttackCurve.Attacked.RELEASED),
                area(check, curves, AttackCurve.Attacked.REFERENCE));
    }

    private static OptionalDouble area(VerificationCheck check, List<AttackCurve> curves, AttackCurve.Attacked model) {
        return curves.stream()
                .filter(curve -> curve.check().equals(check.getName()) && curve.model() == model)
                .mapToDouble(AttackCurve::area)
                .findFirst();
    }

    boolean failed() {
        return check.getOutcome() == CheckOutcome.FAILED;
    }

    /** The head of a table in Markdown whose lines {@link #text} writes. */
    static String header() {
        return "| check | kind | outcome | before | released | reference | value or difference | interval | threshold |"
                + "\n|---|---|---|---|---|---|---|---|---|";
    }

    String text() {
        return "| `" + check.getName() + "` | " + check.getKind() + " | " + check.getOutcome() + " | " + cell(before)
                + " | " + cell(released) + " | " + cell(reference) + " | " + value() + " | "
                + interval() + " | " + cell(check.getThreshold()) + " |";
    }

    private String interval() {
        return check.getIntervalLow() == null || check.getIntervalHigh() == null
                ? ""
                : cell(check.getIntervalLow()) + " to " + cell(check.getIntervalHigh());
    }

    /** What is proved is rounded to the safe side: a bound must not shrink, a share that has no bound must not grow. */
    private String value() {
        Double value = check.getValue();
        if (value == null || check.getKind() != CheckKind.CERTIFIED) {
            return cell(value);
        }
        RoundingMode mode = check.getThreshold() == null ? RoundingMode.FLOOR : RoundingMode.CEILING;
        return new BigDecimal(value).round(new MathContext(4, mode)).toString();
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? cell((Double) value.getAsDouble()) : "";
    }

    /** Whole numbers as such, small ones with their power of ten, areas with four decimals. */
    private static String cell(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        if (value == Math.rint(value)) {
            return String.valueOf(Math.round(value));
        }
        return String.format(Locale.ROOT, Math.abs(value) < 5e-5 ? "%.1e" : "%.4f", value);
    }

    ObjectNode json(ObjectNode into) {
        into.put("check", check.getName())
                .put("kind", check.getKind().name())
                .put("outcome", check.getOutcome().name());
        before.ifPresent(area -> into.put("before", area));
        released.ifPresent(area -> into.put("released", area));
        reference.ifPresent(area -> into.put("reference", area));
        put(into, "value", check.getValue());
        put(into, "threshold", check.getThreshold());
        put(into, "intervalLow", check.getIntervalLow());
        put(into, "intervalHigh", check.getIntervalHigh());
        return into.put("detail", check.getDetail());
    }

    private static void put(ObjectNode into, String name, @Nullable Double value) {
        if (value != null) {
            into.put(name, value);
        }
    }
}
