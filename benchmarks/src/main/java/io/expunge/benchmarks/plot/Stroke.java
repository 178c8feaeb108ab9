/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks.plot;

/**
 * How a line looks. Lines of one picture differ in their dashes too, for those who see no colours.
 *
 * @param colour as SVG knows it
 * @param width in pixels
 * @param dashes lengths of dash and gap in turn; empty for a solid line
 */
public record Stroke(String colour, double width, String dashes) {
    /** Colours that all kinds of sight tell apart (Okabe and Ito 2008), on white. */
    public static final String BLACK = "#000000";

    public static final String BLUE = "#0072b2";
    public static final String SKY = "#56b4e9";
    public static final String VERMILLION = "#d55e00";
    public static final String GREEN = "#007a5a";
    public static final String PURPLE = "#a3477f";
    public static final String GREY = "#666666";
    public static final String PALE = "#dddddd";

    /** A line without gaps. */
    public static Stroke solid(String colour, double width) {
        return new Stroke(colour, width, "");
    }

    /** A line with gaps. */
    public static Stroke dashed(String colour, double width, String dashes) {
        return new Stroke(colour, width, dashes);
    }
}
