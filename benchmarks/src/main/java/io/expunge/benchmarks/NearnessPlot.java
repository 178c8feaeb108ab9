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
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Draws the proved bound and the true distance against passes over the data, a panel a set. */
final class NearnessPlot {
    private static final int WIDTH = 700;
    private static final int HEAD = 92;
    private static final int PANEL_WIDTH = 252;
    private static final int PANEL_HEIGHT = 165;
    private static final int ROW = 240;
    private static final int COLUMN = 340;
    private static final int LEFT = 84;
    private static final double FARTHEST = 1;
    private static final double NEAREST = 5e-7;

    /** The ways drawn, besides the default whose bound is drawn too. */
    private static final Map<String, Stroke> OTHERS = Map.of(
            "dual", Stroke.dashed(Stroke.GREEN, 1.5, "2 3"),
            "warm l-bfgs", Stroke.dashed(Stroke.PURPLE, 1.5, "7 3 2 3"),
            "own cold retrain", Stroke.dashed(Stroke.GREY, 1.5, "5 4"));

    private static final Map<String, String> NAMES = Map.of(
            "dual", "dual coordinate ascent", "warm l-bfgs", "warm L-BFGS", "own cold retrain", "retrain from zero");

    static final String DEFAULT = "default (auto)";
    static final List<String> METHODS = List.of(DEFAULT, "dual", "warm l-bfgs", "own cold retrain");
    private static final Stroke BOUND = Stroke.solid(Stroke.VERMILLION, 2);
    private static final Stroke DISTANCE = Stroke.dashed(Stroke.BLUE, 2.5, "9 2");

    private final Svg svg;

    private NearnessPlot(Svg svg) {
        this.svg = svg;
    }

    static String svg(List<SetFigures> sets) {
        int rows = sets.size() / 2 + 1;
        String title = "Proved bound and true distance against passes over the data";
        String takeaway = takeaway(sets);
        Svg svg = new Svg(WIDTH, HEAD + rows * ROW - 10, title, takeaway + " " + description(sets));
        svg.text(Words.of(16).inBold(), new Place(20, 28), title).text(Words.of(13), new Place(20, 49), takeaway);
        NearnessPlot plot = new NearnessPlot(svg);
        for (int i = 0; i < sets.size(); i++) {
            plot.set(sets.get(i), corner(i));
        }
        plot.key(corner(sets.size()));
        return svg.document();
    }

    /** From the numbers, so that it can't say what the lines don't. */
    private static String takeaway(List<SetFigures> sets) {
        DoubleSummaryStatistics factors = sets.stream()
                .flatMap(set -> set.nearness().get(0).points().stream())
                .mapToDouble(point -> point.bound() / point.distance())
                .summaryStatistics();
        return String.format(
                Locale.ROOT,
                "What is proved is %.1f to %.1f times what is true%s",
                factors.getMin(),
                factors.getMax(),
                factors.getMin() >= 1 ? ", never less." : ".");
    }

    private static String description(List<SetFigures> sets) {
        StringBuilder words = new StringBuilder();
        for (SetFigures set : sets) {
            Nearness.Point last = last(set);
            words.append(set.title())
                    .append(": after ")
                    .append((long) Math.rint(last.passes()))
                    .append(" passes proved ")
                    .append(Panel.percentAtMost(last.bound()))
                    .append(", true ")
                    .append(Panel.percent(last.distance()))
                    .append(". ");
        }
        return words.toString().strip();
    }

    private static Nearness.Point last(SetFigures set) {
        List<Nearness.Point> points = set.nearness().get(0).points();
        return points.get(points.size() - 1);
    }

    private static Place corner(int index) {
        return new Place(LEFT + index % 2 * COLUMN, HEAD + (double) (index / 2 * ROW));
    }

    private void set(SetFigures set, Place corner) {
        double most = set.nearness().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Nearness.Point::passes)
                .max()
                .orElse(1);
        Panel panel = new Panel(
                Scale.linear(0, 1.05 * most, corner.x(), corner.x() + PANEL_WIDTH),
                Scale.logarithmic(NEAREST, FARTHEST, corner.y() + PANEL_HEIGHT, corner.y()));
        panel.title(svg, set.title());
        panel.axes(svg, passes -> String.valueOf(Math.round(passes)), Panel::percent);
        panel.names(svg, "passes over the data", corner.x() == LEFT ? "relative distance" : "");
        for (Nearness line : set.nearness()) {
            if (line.method().equals(DEFAULT)) {
                draw(panel, BOUND, line, Nearness.Point::bound);
                draw(panel, DISTANCE, line, Nearness.Point::distance);
                line.points().forEach(point -> {
                    svg.square(panel.at(point.passes(), point.bound()), 2.5, Stroke.VERMILLION);
                    svg.dot(panel.at(point.passes(), point.distance()), 3, Stroke.BLUE);
                });
            } else {
                draw(panel, OTHERS.getOrDefault(line.method(), DISTANCE), line, Nearness.Point::distance);
            }
        }
    }

    private void draw(Panel panel, Stroke stroke, Nearness line, ToDoubleFunction<Nearness.Point> what) {
        svg.line(
                stroke,
                line.points().stream()
                        .map(point -> panel.at(point.passes(), what.applyAsDouble(point)))
                        .toList());
    }

    private void key(Place corner) {
        svg.text(Words.of(12.5).inBold(), new Place(corner.x(), corner.y() - 8), "How to read the lines");
        svg.square(new Place(corner.x() + 18, corner.y() + 14), 2.5, Stroke.VERMILLION);
        svg.dot(new Place(corner.x() + 18, corner.y() + 40), 3, Stroke.BLUE);
        entry(corner, 0, BOUND, "default method: what is proved");
        entry(corner, 1, DISTANCE, "default method: true distance");
        int row = 2;
        for (String method : METHODS.subList(1, METHODS.size())) {
            entry(
                    corner,
                    row++,
                    OTHERS.getOrDefault(method, DISTANCE),
                    NAMES.getOrDefault(method, method) + ": true distance");
        }
        svg.text(Words.of(11), new Place(corner.x(), corner.y() + 158), "Distance: to the model that an exact retrain");
        svg.text(
                Words.of(11),
                new Place(corner.x(), corner.y() + 173),
                "gives, in percent of the length of its weights.");
    }

    private void entry(Place corner, int row, Stroke stroke, String words) {
        double y = corner.y() + 14 + 26 * row;
        svg.line(stroke, new Place(corner.x(), y), new Place(corner.x() + 36, y));
        svg.text(Words.of(11.5).in(stroke.colour()), new Place(corner.x() + 42, y + 4), words);
    }
}
