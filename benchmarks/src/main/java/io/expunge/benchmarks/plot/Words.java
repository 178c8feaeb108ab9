/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks.plot;

/**
 * How words look.
 *
 * @param size in pixels
 * @param colour as SVG knows it
 * @param anchor which end of the words stands at their place
 * @param bold whether they are
 */
public record Words(double size, String colour, Anchor anchor, boolean bold) {

    /** Which end of words stands at their place. */
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** Black words that begin at their place. */
    public static Words of(double size) {
        return new Words(size, Stroke.BLACK, Anchor.START, false);
    }

    public Words in(String other) {
        return new Words(size, other, anchor, bold);
    }

    public Words at(Anchor other) {
        return new Words(size, colour, other, bold);
    }

    public Words inBold() {
        return new Words(size, colour, anchor, true);
    }
}
