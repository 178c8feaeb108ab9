/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.benchmarks.plot.Place;
import io.expunge.benchmarks.plot.Scale;
import io.expunge.benchmarks.plot.Stroke;
import io.expunge.benchmarks.plot.Svg;
import io.expunge.benchmarks.plot.Words;
import io.expunge.unlearning.method.EffortPoint;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws seconds against the bound asked for, both logarithmic, as an SVG picture. */
final class CurvePlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int MARGIN = 60;
    private static final Words WORDS = Words.of(12).at(Words.Anchor.MIDDLE);

    private final Svg svg;
    private final Scale bounds;
    private final Scale seconds;

    private CurvePlot(Svg svg, Scale bounds, Scale seconds) {
        this.svg = svg;
        this.bounds = bounds;
        this.seconds = seconds;
    }

    /** The picture; tighter bounds stand to the right, each point carries its passes and accuracy. */
    static String svg(String title, List<EffortPoint> points) {
        String words = title + ": seconds against the bound asked for";
        Svg svg = new Svg(
                WIDTH, HEIGHT, words, "Each point is a version; its passes over the data and accuracy stand at it.");
        svg.text(WORDS, new Place(WIDTH / 2.0, MARGIN / 2.0), words);
        // Tighter is further right: the axis runs from right to left.
        new CurvePlot(
                        svg,
                        scale(points, EffortPoint::relativeBound, WIDTH - MARGIN, MARGIN),
                        scale(points, EffortPoint::seconds, HEIGHT - 1.5 * MARGIN, MARGIN))
                .draw(points);
        return svg.document();
    }

    private static Scale scale(List<EffortPoint> points, ToDoubleFunction<EffortPoint> of, double from, double to) {
        DoubleSummaryStatistics values = points.stream().mapToDouble(of).summaryStatistics();
        boolean one = values.getMin() == values.getMax();
        double least = one ? values.getMin() / 2 : values.getMin();
        return Scale.logarithmic(least, one ? 2 * values.getMax() : values.getMax(), from, to);
    }

    private void draw(List<EffortPoint> points) {
        svg.line(Stroke.solid(Stroke.BLACK, 1), points.stream().map(this::place).toList());
        for (EffortPoint point : points) {
            Place place = place(point);
            svg.dot(place, 3, Stroke.BLACK);
            svg.text(
                    WORDS,
                    new Place(place.x(), HEIGHT - MARGIN / 2.0),
                    String.format(Locale.ROOT, "%.0e", point.relativeBound()));
            svg.text(
                    WORDS, new Place(place.x(), place.y() - 22), String.format(Locale.ROOT, "%.3f s", point.seconds()));
            svg.text(
                    WORDS,
                    new Place(place.x(), place.y() - 8),
                    String.format(Locale.ROOT, "%.1f passes, %.4f", point.passes(), point.accuracy()));
        }
    }

    private Place place(EffortPoint point) {
        return new Place(bounds.at(point.relativeBound()), seconds.at(point.seconds()));
    }
}
