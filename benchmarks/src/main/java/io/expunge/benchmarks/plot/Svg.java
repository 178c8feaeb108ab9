/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks.plot;

import java.util.List;
import java.util.Locale;

/**
 * Writes a picture: white behind everything, text as text, a title and a description for those who have it read to them, no script,
 * nothing from elsewhere. The same calls give the same bytes. Not thread-safe.
 */
public final class Svg {
    private final StringBuilder elements = new StringBuilder();

    /**
     * @param title what the picture is
     * @param description what is to be seen in it, in sentences
     */
    public Svg(int width, int height, String title, String description) {
        append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " aria-labelledby=\"title description\" font-family=\"DejaVu Sans, Verdana, sans-serif\">",
                width, height, width, height);
        append("<title id=\"title\">%s</title>", escaped(title));
        append("<desc id=\"description\">%s</desc>", escaped(description));
        area(new Place(0, 0), width, height, "#ffffff");
    }

    /** A filled rectangle with its upper left corner at a place. */
    public Svg area(Place corner, double width, double height, String colour) {
        return append(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                corner.x(), corner.y(), width, height, colour);
    }

    /** A line through places, in their order. */
    public Svg line(Stroke stroke, List<Place> through) {
        StringBuilder points = new StringBuilder();
        through.forEach(place -> points.append(points.isEmpty() ? "" : " ")
                .append(String.format(Locale.ROOT, "%.1f,%.1f", place.x(), place.y())));
        String dashes = stroke.dashes().isEmpty() ? "" : " stroke-dasharray=\"" + stroke.dashes() + "\"";
        return append(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"%s stroke-linejoin=\"round\" points=\"%s\"/>",
                stroke.colour(), stroke.width(), dashes, points);
    }

    public Svg line(Stroke stroke, Place from, Place to) {
        return line(stroke, List.of(from, to));
    }

    /** A filled dot. */
    public Svg dot(Place centre, double radius, String colour) {
        return append(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>", centre.x(), centre.y(), radius, colour);
    }

    /** An empty square. */
    public Svg square(Place centre, double radius, String colour) {
        return append(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#ffffff\" stroke=\"%s\" stroke-width=\"2.0\"/>",
                centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius, colour);
    }

    /** A filled diamond. */
    public Svg diamond(Place centre, double radius, String colour) {
        return append(
                "<path d=\"M%.1f %.1fl%.1f %.1fl%.1f %.1fl%.1f %.1fz\" fill=\"%s\"/>",
                centre.x() - radius, centre.y(), radius, -radius, radius, radius, -radius, radius, colour);
    }

    /** Words whose baseline is at a place. */
    public Svg text(Words look, Place place, String words) {
        return text(look, place, "", words);
    }

    /** Words that read upwards. */
    public Svg textUpwards(Words look, Place place, String words) {
        String turn = String.format(Locale.ROOT, " transform=\"rotate(-90 %.1f %.1f)\"", place.x(), place.y());
        return text(look, place, turn, words);
    }

    private Svg text(Words look, Place place, String turn, String words) {
        return append(
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\" text-anchor=\"%s\" fill=\"%s\"%s%s>%s</text>",
                place.x(),
                place.y(),
                look.size(),
                look.anchor().name().toLowerCase(Locale.ROOT),
                look.colour(),
                look.bold() ? " font-weight=\"bold\"" : "",
                turn,
                escaped(words));
    }

    private Svg append(String format, Object... values) {
        elements.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The picture so far, as a document. */
    public String document() {
        return elements + "</svg>\n";
    }
}
