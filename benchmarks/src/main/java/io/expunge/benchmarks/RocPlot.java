/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.benchmarks.plot.Panel;
import io.expunge.benchmarks.plot.Place;
import io.expunge.benchmarks.plot.Scale;
import io.expunge.benchmarks.plot.Stroke;
import io.expunge.benchmarks.plot.Svg;
import io.expunge.benchmarks.plot.Words;
import io.expunge.unlearning.attack.AttackCurve;
import io.expunge.unlearning.statistics.BinomialRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws the ROC curves of the attacks on one set's removals, both axes logarithmic, since an attacker who must not accuse many
 * wrongly lives at the left end (Carlini and others 2022, section III).
 */
final class RocPlot {
    private static final int WIDTH = 700;
    private static final int HEAD = 124;
    private static final int SIDE = 250;
    private static final int COLUMN = 338;
    private static final int ROW = 335;
    private static final int LEFT = 84;
    private static final double CONFIDENCE = 0.95;
    private static final String SHADE = "#f3ead7";
    private static final String AXES =
            "Across: false-positive rate. Up: true-positive rate. Both logarithmic. Dotted: guessing.";

    private final Svg svg;

    private RocPlot(Svg svg) {
        this.svg = svg;
    }

    static String svg(SetFigures set) {
        int rows = (set.panels().size() + 1) / 2;
        String title = set.set() + ": what attackers find of the forgotten documents";
        String takeaway = takeaway(set);
        Svg svg = new Svg(WIDTH, HEAD + rows * ROW - 30, title, takeaway + " " + description(set));
        svg.text(Words.of(16).inBold(), new Place(20, 28), title)
                .text(Words.of(13), new Place(20, 49), takeaway)
                .text(Words.of(11).in("#333333"), new Place(20, 67), AXES);
        RocPlot plot = new RocPlot(svg);
        for (int i = 0; i < set.panels().size(); i++) {
            plot.panel(set.panels().get(i), LEFT + i % 2 * COLUMN, HEAD + i / 2 * ROW);
        }
        return svg.document();
    }

    /** From the areas, so that it can't say what the curves don't. */
    private static String takeaway(SetFigures set) {
        double apart = 0;
        double before = Double.NEGATIVE_INFINITY;
        for (RocPanel panel : set.panels()) {
            double reference = area(panel, AttackCurve.Attacked.REFERENCE);
            apart = Math.max(apart, Math.abs(area(panel, AttackCurve.Attacked.RELEASED) - reference));
            before = Math.max(before, area(panel, AttackCurve.Attacked.BEFORE) - reference);
        }
        // Areas are kept to four digits.
        double below = (Math.round(1e4 * apart) + 1) / 1e4;
        return String.format(
                Locale.ROOT,
                "Areas of released and reference are less than %.4f apart; before the removal, up to %.2f.",
                below,
                before);
    }

    private static double area(RocPanel panel, AttackCurve.Attacked model) {
        return panel.lines().stream()
                .filter(line -> line.model() == model)
                .mapToDouble(RocPanel.Line::area)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String description(SetFigures set) {
        StringBuilder words = new StringBuilder("Areas under the curves:");
        for (RocPanel panel : set.panels()) {
            words.append(' ').append(title(panel)).append(':');
            panel.lines().forEach(line -> words.append(' ').append(name(line)).append(';'));
        }
        return words.append(" one half is guessing.").toString();
    }

    private static String title(RocPanel panel) {
        return panel.removed() + ", " + (panel.check().contains("pooled") ? "pooled shadows" : "likelihood ratio");
    }

    private static String name(RocPanel.Line line) {
        String model = line.model().name().toLowerCase(Locale.ROOT);
        return String.format(Locale.ROOT, "%s %.3f", model, line.area());
    }

    /** The smallest rate of false accusations that can be shown: none among the half that no threshold was fixed on. */
    static double leastClaimable(int unseen) {
        return new BinomialRate(0, Math.max(1, unseen / 2)).upperBound(CONFIDENCE);
    }

    private void panel(RocPanel what, int left, int top) {
        double least = 1.0 / Math.max(what.unseen(), what.forgotten());
        Panel panel = new Panel(
                Scale.logarithmic(1.0 / what.unseen(), 1, left, left + SIDE),
                Scale.logarithmic(least, 1, top + SIDE, top));
        shade(panel, what);
        panel.axes(svg, Panel::percent, Panel::percent);
        panel.names(
                svg,
                String.format(Locale.ROOT, "accused wrongly, of %,d never seen", what.unseen()),
                String.format(Locale.ROOT, "found, of %,d forgotten", what.forgotten()));
        svg.text(Words.of(12.5).inBold(), new Place(left, top - 21.0), title(what));
        svg.line(
                Stroke.dashed(Stroke.GREY, 1, "1 3"),
                panel.at(1.0 / what.unseen(), 1.0 / what.unseen()),
                panel.at(1, 1));
        for (AttackCurve.Attacked model : AttackCurve.Attacked.values()) {
            what.lines().stream()
                    .filter(line -> line.model() == model)
                    .forEach(line -> svg.line(stroke(model), through(panel, line)));
        }
        key(what, left, top);
    }

    private void shade(Panel panel, RocPanel what) {
        double x = panel.across().at(leastClaimable(what.unseen()));
        Place corner = new Place(panel.across().from(), panel.up().to());
        svg.area(corner, x - corner.x(), SIDE, SHADE);
        svg.text(
                Words.of(10.5).in("#6b5a2b"),
                new Place(corner.x(), corner.y() - 6),
                "shaded: too few never seen to claim anything");
    }

    private static List<Place> through(Panel panel, RocPanel.Line line) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < line.falsePositiveRates().size(); i++) {
            if (line.truePositiveRates().get(i) > 0 && line.falsePositiveRates().get(i) > 0) {
                places.add(panel.at(
                        line.falsePositiveRates().get(i),
                        line.truePositiveRates().get(i)));
            }
        }
        return places;
    }

    private static Stroke stroke(AttackCurve.Attacked model) {
        return switch (model) {
            case BEFORE -> Stroke.dashed(Stroke.VERMILLION, 2, "6 2");
            case RELEASED -> Stroke.solid(Stroke.SKY, 5);
            case REFERENCE -> Stroke.dashed(Stroke.BLACK, 1.5, "3 3");
        };
    }

    /** In the lower right, where no curve of an attack that finds anything comes. */
    private void key(RocPanel what, int left, int top) {
        double y = top + SIDE - 52.0;
        double x = left + SIDE - 142.0;
        svg.text(Words.of(10.5).in("#333333"), new Place(x, y - 14), "area under the curve");
        for (RocPanel.Line line : what.lines()) {
            svg.line(stroke(line.model()), new Place(x, y), new Place(x + 30, y));
            svg.text(Words.of(11.5), new Place(x + 37, y + 4), name(line));
            y += 18;
        }
    }
}
