/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.solve.MinimisationResult;
import java.util.List;
import java.util.Locale;

/** The sentences in which a ladder says what was tried and why the next rung was climbed. */
final class LadderText {

    private LadderText() {}

    static String outcome(MinimisationResult result, double regularisation) {
        List<Double> norms = result.gradientNorms();
        String ending =
                switch (result.ending()) {
                    case CONVERGED -> "converged";
                    case PASS_LIMIT -> "stopped at the limit of passes";
                    case STALLED -> "stalled";
                };
        return ending + " after " + result.steps() + " steps and " + result.passes() + " passes, distance bound "
                + number(norms.get(0) / regularisation) + " → "
                + number(norms.get(norms.size() - 1) / regularisation) + ".";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2e", value);
    }
}
