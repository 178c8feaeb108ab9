/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.statistics;

/**
 * Whether a difference is shown to be as good as none: two one-sided tests (Schuirmann 1987), which is whether an interval of
 * confidence 1 − 2α lies within ±margin. Absence of evidence is not equivalence: a sample so small that even a difference of
 * zero would not be shown can carry no claim, and says so.
 *
 * @param margin the largest difference that counts as none, above 0
 */
public record Equivalence(double margin) {

    /** What a sample shows. */
    public enum Finding {
        /** The difference lies within the margin. */
        EQUIVALENT,
        /** It does not, or was not shown to by a sample that could have. */
        NOT_EQUIVALENT,
        /** The sample could not have shown it either way. */
        TOO_FEW
    }

    public Equivalence {
        if (!(margin > 0)) {
            throw new IllegalArgumentException("the margin must be above 0, got " + margin);
        }
    }

    /** What an interval of the difference shows. */
    public Finding judge(Interval difference) {
        if (difference.liesWithin(-margin, margin)) {
            return Finding.EQUIVALENT;
        }
        boolean outside = difference.lower() > margin || difference.upper() < -margin;
        return difference.width() <= 2 * margin || outside ? Finding.NOT_EQUIVALENT : Finding.TOO_FEW;
    }
}
