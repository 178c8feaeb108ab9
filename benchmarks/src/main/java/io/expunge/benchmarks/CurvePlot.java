/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.method.EffortPoint;
import java.util.List;
import java.util.Locale;

/** Draws seconds against the bound asked for, both logarithmic, as an SVG picture. */
final class CurvePlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int MARGIN = 60;
    private static final String TEXT = "<text x=\"%.1f\" y=\"%.1f\" font-size=\"12\" text-anchor=\"%s\">%s</text>%n";

    private final List<EffortPoint> points;
    private final double leastBound;
    private final double mostBound;
    private final double leastSeconds;
    private final double mostSeconds;

    private CurvePlot(List<EffortPoint> points) {
        this.points = points;
        this.leastBound = Math.log10(least(points, true));
        this.mostBound = Math.log10(-least(points, true, -1));
        this.leastSeconds = Math.log10(least(points, false));
        this.mostSeconds = Math.log10(-least(points, false, -1));
    }

    private static double least(List<EffortPoint> points, boolean bounds) {
        return least(points, bounds, 1);
    }

    private static double least(List<EffortPoint> points, boolean bounds, int sign) {
        return points.stream()
                .mapToDouble(point -> sign * (bounds ? point.relativeBound() : point.seconds()))
                .min()
                .orElseThrow();
    }

    /** The picture; tighter bounds stand to the right, each point carries its passes and accuracy. */
    static String svg(String title, List<EffortPoint> points) {
        return new CurvePlot(points).draw(title);
    }

    private String draw(String title) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT));
        svg.append(text(WIDTH / 2.0, MARGIN / 2.0, "middle", title + ": seconds against the bound asked for"));
        StringBuilder line = new StringBuilder();
        for (EffortPoint point : points) {
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point), y(point)));
            svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>%n", x(point), y(point)));
            svg.append(text(x(point), HEIGHT - MARGIN / 2.0, "middle", number("%.0e", point.relativeBound())));
            svg.append(text(x(point), y(point) - 22, "middle", number("%.3f s", point.seconds())));
            svg.append(text(
                    x(point),
                    y(point) - 8,
                    "middle",
                    number("%.1f passes", point.passes()) + number(", %.4f", point.accuracy())));
        }
        return svg.append("<polyline fill=\"none\" stroke=\"black\" points=\"")
                .append(line.toString().trim())
                .append("\"/>\n</svg>\n")
                .toString();
    }

    private double x(EffortPoint point) {
        return MARGIN + (WIDTH - 2 * MARGIN) * share(Math.log10(point.relativeBound()), mostBound, leastBound);
    }

    private double y(EffortPoint point) {
        return MARGIN + (HEIGHT - 2.5 * MARGIN) * share(Math.log10(point.seconds()), mostSeconds, leastSeconds);
    }

    private static double share(double value, double from, double to) {
        return from == to ? 0.5 : (value - from) / (to - from);
    }

    private static String text(double x, double y, String anchor, String words) {
        return String.format(Locale.ROOT, TEXT, x, y, anchor, words);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
