/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import java.util.List;

/**
 * How a dual ascent ended; the point is in the problem that was handed in.
 *
 * @param ending why it ended
 * @param movements how far the duals moved in each sweep
 * @param passes passes over the data made by this ascent
 */
public record DualAscentResult(Ending ending, List<Double> movements, double passes) {

    public DualAscentResult {
        movements = List.copyOf(movements);
    }

    /** Why an ascent ended. None of these is a certificate: a full gradient has to say how near the optimum is. */
    public enum Ending {
        /** The duals moved so little that the bound asked for probably holds. */
        SETTLED,
        /** A sweep moved hardly less than the one before: other solvers are quicker from here. */
        SLOW,
        /** The sweeps or passes allowed are used up. */
        LIMIT
    }

    /** Sweeps made. */
    public int sweeps() {
        return movements.size();
    }
}
