/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.solve.DualAscentResult;
import io.expunge.unlearning.solve.MinimisationResult;
import java.util.List;
import java.util.Locale;

/** The sentences in which a ladder says what was tried and why the next rung was climbed. */
final class LadderText {

    private LadderText() {}

    /** The sentences for one rung; the first influence step of a Newton method has one of its own. */
    static List<String> sentences(String rung, MinimisationResult result, double regularisation) {
        String outcome = rung + ": " + outcome(result, regularisation);
        if (result.conjugateGradientIterations() == 0 || result.steps() == 0) {
            return List.of(outcome);
        }
        String first = rung + ", one step: distance bound " + bound(result, 0, regularisation) + " → "
                + bound(result, 1, regularisation);
        return result.steps() == 1 && result.converged()
                ? List.of(first + ", which is enough.", outcome)
                : List.of(first + ", above the target, so climbed to iterated steps.", outcome);
    }

    /** The sentence for sweeps of dual ascent. */
    static String sentence(DualAscentResult result, double startBound) {
        String ending =
                switch (result.ending()) {
                    case SETTLED -> "the duals settled";
                    case SLOW -> "the sweeps slowed down";
                    case LIMIT -> "stopped at the limit of sweeps";
                };
        return "Dual coordinate ascent on the retained problem: " + ending + " after " + result.sweeps()
                + " sweeps, distance bound at the start " + number(startBound) + ".";
    }

    /** The sentence for parameters that need no step. */
    static String alreadyThere(double bound) {
        return "The old parameters, without what was removed: distance bound " + number(bound) + ", which is enough.";
    }

    private static String outcome(MinimisationResult result, double regularisation) {
        String ending =
                switch (result.ending()) {
                    case CONVERGED -> "converged";
                    case PASS_LIMIT -> "stopped at the limit of passes";
                    case STALLED -> "stalled";
                };
        int last = result.gradientNorms().size() - 1;
        return ending + " after " + result.steps() + " steps and " + result.passes() + " passes, distance bound "
                + bound(result, 0, regularisation) + " → " + bound(result, last, regularisation) + ".";
    }

    private static String bound(MinimisationResult result, int step, double regularisation) {
        return number(result.gradientNorms().get(step) / regularisation);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2e", value);
    }
}
