/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.attack.AttackCurve;
import io.expunge.unlearning.statistics.RocCurve;
import java.util.ArrayList;
import java.util.List;

/**
 * One attack on one removal, as a picture shows it.
 *
 * @param removed what was removed, in words
 * @param check the check the attack belongs to
 * @param forgotten how many documents were to be found
 * @param unseen how many others, which no version learnt from
 * @param lines one for each version that was attacked
 */
record RocPanel(String removed, String check, int forgotten, int unseen, List<Line> lines) {
    /** The attacks that pictures show. */
    static final List<String> SHOWN = List.of("attack.pooled.forgotten", "attack.likelihood-ratio");

    private static final int DIGITS = 3;

    /** Two or three pixels of a logarithmic axis. */
    private static final double RATIO = 1.08;

    RocPanel {
        lines = List.copyOf(lines);
    }

    /**
     * A curve with about as many points as can be seen on logarithmic axes.
     *
     * @param model which version was attacked
     * @param area under the whole curve
     * @param falsePositiveRates of its points, rising
     * @param truePositiveRates likewise
     */
    record Line(
            AttackCurve.Attacked model, double area, List<Double> falsePositiveRates, List<Double> truePositiveRates) {
        Line {
            falsePositiveRates = List.copyOf(falsePositiveRates);
            truePositiveRates = List.copyOf(truePositiveRates);
        }

        static Line of(AttackCurve curve) {
            List<Double> across = new ArrayList<>();
            List<Double> up = new ArrayList<>();
            RocCurve.Point last = new RocCurve.Point(0, 0);
            for (RocCurve.Point point : curve.points()) {
                boolean end = point.equals(curve.points().get(curve.points().size() - 1));
                if (end
                        || point.falsePositiveRate() > RATIO * last.falsePositiveRate()
                        || point.truePositiveRate() > RATIO * last.truePositiveRate()) {
                    across.add(Figures.rounded(point.falsePositiveRate(), DIGITS));
                    up.add(Figures.rounded(point.truePositiveRate(), DIGITS));
                    last = point;
                }
            }
            return new Line(curve.model(), Figures.rounded(curve.area()), across, up);
        }
    }

    /** The attacks shown, where they could be made. */
    static List<RocPanel> of(CheckedRemoval removal) {
        List<RocPanel> panels = new ArrayList<>();
        for (String check : SHOWN) {
            List<AttackCurve> curves = removal.curves().stream()
                    .filter(curve -> curve.check().equals(check))
                    .toList();
            if (!curves.isEmpty()) {
                AttackCurve any = curves.get(0);
                List<Line> lines = curves.stream().map(Line::of).toList();
                panels.add(new RocPanel(removal.removed(), check, any.positives(), any.negatives(), lines));
            }
        }
        return panels;
    }
}
