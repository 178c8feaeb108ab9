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

/** Draws how far versions made in several ways are from the exact retrain, beside each other, a group of lanes a set. */
final class DistancePlot {
    private static final int WIDTH = 700;
    private static final int HEAD = 84;
    private static final int FOOT = 78;
    private static final int LANE = 19;
    private static final int GROUP = 106;
    private static final int LEFT = 20;
    private static final int RIGHT = 680;
    /** Words of a mark to the right of this stand to its left. */
    private static final double TURN = 1e-3;

    private final Svg svg;
    private final Scale scale;

    private DistancePlot(Svg svg, Scale scale) {
        this.svg = svg;
        this.scale = scale;
    }

    static String svg(List<SetFigures> sets) {
        int bottom = HEAD + GROUP * sets.size();
        String title = "How far each way ends from the exact retrain";
        String takeaway = takeaway(sets);
        Svg svg = new Svg(WIDTH, bottom + FOOT, title, takeaway + " " + description(sets));
        svg.text(Words.of(16).inBold(), new Place(LEFT, 28), title).text(Words.of(13), new Place(LEFT, 49), takeaway);
        DistancePlot plot = new DistancePlot(svg, Scale.logarithmic(5e-6, 1, LEFT, RIGHT));
        plot.axis(bottom);
        for (int i = 0; i < sets.size(); i++) {
            plot.group(sets.get(i), HEAD + GROUP * i);
        }
        plot.footnote(bottom + 47);
        return svg.document();
    }

    /** From the numbers, so that it can't say what the marks don't. */
    private static String takeaway(List<SetFigures> sets) {
        DoubleSummaryStatistics left = sets.stream()
                .mapToDouble(set -> distance(set, VersionDistance.PUBLISHED) / distance(set, VersionDistance.DROPPED))
                .summaryStatistics();
        double proved = sets.stream()
                .mapToDouble(
                        set -> set.distances().get(set.distances().size() - 1).bound())
                .max()
                .orElse(Double.NaN);
        return String.format(
                Locale.ROOT,
                "Published step: %.0f to %.0f %% as far as the dropped column. Ours: proved within %s.",
                100 * left.getMin(),
                100 * left.getMax(),
                Panel.percentAtMost(proved));
    }

    private static double distance(SetFigures set, String version) {
        return set.distances().stream()
                .filter(found -> found.version().equals(version))
                .mapToDouble(VersionDistance::distance)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String description(List<SetFigures> sets) {
        StringBuilder words = new StringBuilder();
        for (SetFigures set : sets) {
            words.append(words.isEmpty() ? "" : " ").append(set.title()).append(':');
            set.distances().forEach(version -> words.append(' ')
                    .append(version.version())
                    .append(' ')
                    .append(Panel.percent(version.distance()))
                    .append(';'));
            words.append(" proved ")
                    .append(Panel.percentAtMost(
                            set.distances().get(set.distances().size() - 1).bound()))
                    .append('.');
        }
        return words.toString();
    }

    private void axis(int bottom) {
        for (double tick : scale.ticks()) {
            double x = scale.at(tick);
            svg.line(Stroke.solid(Stroke.PALE, 1), new Place(x, HEAD - 12.0), new Place(x, bottom));
            svg.text(
                    Words.of(11).in("#333333").at(tick == 1 ? Words.Anchor.END : Words.Anchor.MIDDLE),
                    new Place(x, bottom + 15.0),
                    Panel.percent(tick));
        }
        svg.text(
                Words.of(11).in("#333333").at(Words.Anchor.MIDDLE),
                new Place((LEFT + RIGHT) / 2.0, bottom + 31.0),
                "relative distance to the exact retrain, in percent of the length of its weights");
    }

    private void group(SetFigures set, int top) {
        svg.text(Words.of(12.5).inBold(), new Place(LEFT, top + 6.0), set.title());
        for (int lane = 0; lane < set.distances().size(); lane++) {
            version(set.distances().get(lane), top + 24.0 + LANE * lane);
        }
        svg.line(
                Stroke.solid(Stroke.PALE, 1),
                new Place(LEFT, top + GROUP - 10.0),
                new Place(RIGHT, top + GROUP - 10.0));
    }

    private void version(VersionDistance version, double y) {
        Place place = new Place(scale.at(version.distance()), y);
        String words = version.version() + ": " + Panel.percent(version.distance());
        switch (version.version()) {
            case VersionDistance.DROPPED -> svg.square(place, 5, Stroke.GREY);
            case VersionDistance.PUBLISHED -> svg.diamond(place, 7, Stroke.VERMILLION);
            case VersionDistance.RELEASED -> {
                bound(version, place);
                svg.dot(place, 5.5, Stroke.BLUE);
                words += ", proved at most " + Panel.percentAtMost(version.bound());
            }
            default -> svg.dot(place, 5.5, Stroke.SKY);
        }
        boolean turned = version.distance() > TURN;
        double from = version.version().equals(VersionDistance.RELEASED) ? scale.at(version.bound()) : place.x();
        svg.text(
                Words.of(11.5).at(turned ? Words.Anchor.END : Words.Anchor.START),
                new Place(turned ? place.x() - 12 : from + 12, y + 4),
                words);
    }

    /** What is proved: the distance lies somewhere to the left of the bar. */
    private void bound(VersionDistance version, Place place) {
        double end = scale.at(version.bound());
        svg.line(Stroke.dashed(Stroke.BLUE, 1.5, "3 2"), place, new Place(end, place.y()));
        svg.line(Stroke.solid(Stroke.BLUE, 3), new Place(end, place.y() - 7), new Place(end, place.y() + 7));
    }

    private void footnote(int y) {
        Words words = Words.of(11).in("#333333");
        svg.text(
                words,
                new Place(LEFT, y + 4.0),
                "The first three of each set keep the old vocabulary, which the published step needs, and are measured from");
        svg.text(
                words,
                new Place(LEFT, y + 19.0),
                "the optimum over it; the last refits the vocabulary, as released, and is measured from that optimum.");
    }
}
