/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import io.expunge.unlearning.solve.Objective.LineValue;
import java.util.OptionalDouble;

/**
 * A step along a line that satisfies Armijo's condition of sufficient decrease and the strong Wolfe condition on the
 * slope (Nocedal and Wright, Numerical Optimization, 2nd edition, section 3.1), for convex objectives: the slope grows
 * along the line, so a bracket and secants of the slope find it.
 *
 * <p>Close to the minimiser a decrease drowns in the rounding of the value; there Armijo's condition is replaced by its
 * form in slopes (Hager and Zhang 2005, equation 4.1).
 *
 * @param slopeReduction the largest |φ'(t)|/|φ'(0)| accepted, in (0, 1)
 */
record LineSearch(double slopeReduction) {

    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double VALUE_ROUNDING = 1e-12;
    private static final int MAXIMUM_TRIALS = 40;

    /** An accepted step, or empty when the direction does not descend or no step could be found. */
    OptionalDouble search(double startValue, double startSlope, Objective.Line line, double firstStep) {
        if (!(startSlope < 0)) {
            return OptionalDouble.empty();
        }
        double low = 0;
        double lowSlope = startSlope;
        double high = Double.POSITIVE_INFINITY;
        double highSlope = 0;
        double step = firstStep;
        for (int trial = 0; trial < MAXIMUM_TRIALS; trial++) {
            LineValue here = line.at(step);
            boolean decreases = decreases(startValue, startSlope, here, step);
            if (decreases && Math.abs(here.slope()) <= slopeReduction * -startSlope) {
                return OptionalDouble.of(step);
            }
            if (decreases && here.slope() < 0) {
                low = step;
                lowSlope = here.slope();
            } else {
                high = step;
                highSlope = here.slope();
            }
            step = next(low, lowSlope, high, highSlope);
        }
        return OptionalDouble.empty();
    }

    private static boolean decreases(double startValue, double startSlope, LineValue here, double step) {
        if (!Double.isFinite(here.value()) || !Double.isFinite(here.slope())) {
            return false;
        }
        boolean sufficient = here.value() <= startValue + SUFFICIENT_DECREASE * step * startSlope;
        boolean withinRounding = here.value() <= startValue + VALUE_ROUNDING * Math.abs(startValue)
                && here.slope() <= (2 * SUFFICIENT_DECREASE - 1) * startSlope;
        return sufficient || withinRounding;
    }

    /** The secant's zero of the slope, kept well inside the bracket; twice to ten times as far while there is none. */
    private static double next(double low, double lowSlope, double high, double highSlope) {
        if (Double.isInfinite(high)) {
            return 4 * low;
        }
        double secant = low - lowSlope * (high - low) / (highSlope - lowSlope);
        double margin = 0.05 * (high - low);
        boolean usable = highSlope > 0 && Double.isFinite(secant);
        return usable ? Math.min(Math.max(secant, low + margin), high - margin) : 0.5 * (low + high);
    }
}
