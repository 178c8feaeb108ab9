/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Two axes and what lies between them.
 *
 * @param across from left to right
 * @param up from below upwards
 */
public record Panel(Scale across, Scale up) {
    private static final Words TICK = Words.of(11).in("#333333");

    /** A share in percent, with two digits at most. */
    public static String percent(double share) {
        return percent(share, RoundingMode.HALF_UP);
    }

    /** A bound in percent: what is proved must not shrink on its way into a sentence. */
    public static String percentAtMost(double bound) {
        return percent(bound, RoundingMode.CEILING);
    }

    private static String percent(double share, RoundingMode mode) {
        // By its decimal digits: a tick of 1e-5 is meant to be 1e-5, whatever binary makes of it.
        return BigDecimal.valueOf(share)
                        .movePointRight(2)
                        .round(new MathContext(2, mode))
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    public Place at(double x, double y) {
        return new Place(across.at(x), up.at(y));
    }

    /** Frame, grid, and a number at each line of it. */
    public void axes(Svg svg, DoubleFunction<String> acrossName, DoubleFunction<String> upName) {
        for (double tick : across.ticks()) {
            double x = across.at(tick);
            svg.line(Stroke.solid(Stroke.PALE, 1), new Place(x, up.from()), new Place(x, up.to()));
            svg.text(TICK.at(Words.Anchor.MIDDLE), new Place(x, up.from() + 15), acrossName.apply(tick));
        }
        for (double tick : up.ticks()) {
            double y = up.at(tick);
            svg.line(Stroke.solid(Stroke.PALE, 1), new Place(across.from(), y), new Place(across.to(), y));
            svg.text(TICK.at(Words.Anchor.END), new Place(across.from() - 5, y + 4), upName.apply(tick));
        }
        frame(svg);
    }

    private void frame(Svg svg) {
        Place corner = new Place(across.from(), up.from());
        svg.line(
                Stroke.solid(Stroke.GREY, 1),
                List.of(
                        new Place(across.from(), up.to()),
                        new Place(across.to(), up.to()),
                        new Place(across.to(), up.from()),
                        corner,
                        new Place(across.from(), up.to())));
    }

    /** What the axes measure, with units. */
    public void names(Svg svg, String acrossName, String upName) {
        double middle = (across.from() + across.to()) / 2;
        svg.text(TICK.at(Words.Anchor.MIDDLE), new Place(middle, up.from() + 31), acrossName);
        double height = (up.from() + up.to()) / 2;
        svg.textUpwards(TICK.at(Words.Anchor.MIDDLE), new Place(across.from() - 64, height), upName);
    }

    /** What is in it. */
    public void title(Svg svg, String words) {
        svg.text(Words.of(12.5).inBold(), new Place(across.from(), up.to() - 8), words);
    }
}
