/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.DualAscentResult.Ending;
import java.util.ArrayList;
import java.util.List;

/**
 * Stochastic dual coordinate ascent (Shalev-Shwartz and Zhang 2013): sweeps over the documents in fresh random orders, one
 * thread. Quick to a rough optimum, slow to a sharp one, so it stops where the sweeps slow down and leaves the rest to a
 * solver of the primal. Holds settings only and is safe to share.
 *
 * <p>Memory: none beside the problem's, which are one vector of parameters and one of documents × classes.
 *
 * <p>What decides is how far the duals moved in a sweep, which costs nothing to know. A gradient would cost a pass, and the
 * first look of the solver that follows is just that.
 *
 * @param seed of the orders; a constant, so that a run is a function of its inputs
 * @param slowRate a sweep that moves more than this share of what the one before moved is the last, in (0, 1]
 * @param maximumSweeps at least 0
 */
public record DualCoordinateAscent(long seed, double slowRate, int maximumSweeps) {

    /**
     * ‖∇L‖/λ over the movement of the last sweep: 10 to 60 where it was measured (C = 10, five text sets). Too small a value
     * here costs the solver that follows some steps, too large a value costs a sweep.
     */
    private static final double BOUND_PER_MOVEMENT = 20;
    /** The first sweep starts from duals that aren't its own, so the first rate says nothing. */
    private static final int SWEEPS_BEFORE_RATE = 3;

    public DualCoordinateAscent {
        if (!(slowRate > 0 && slowRate <= 1) || maximumSweeps < 0) {
            throw new IllegalArgumentException(
                    "dual coordinate ascent needs a slow rate in (0, 1] and sweeps of at least 0," + " got " + slowRate
                            + " and " + maximumSweeps);
        }
    }

    /** A rate of 0.65: the fewest passes on the sets measured, where other solvers finish; 0.5 is as quick in seconds. */
    public static DualCoordinateAscent standard() {
        return new DualCoordinateAscent(20_130_213, 0.65, 40);
    }

    /** The solver's name as evidence records it. */
    public String name() {
        return "dual-coordinate-ascent";
    }

    /**
     * Sweeps until the rule's bound probably holds, or until it pays no longer.
     *
     * @throws io.expunge.unlearning.CancelledException when the monitor says so, asked at every sweep
     */
    public DualAscentResult ascend(DualProblem problem, StoppingRule rule, ProgressMonitor monitor) {
        double passesBefore = problem.passes();
        List<Double> movements = new ArrayList<>();
        Ending ending = Ending.LIMIT;
        boolean goOn = true;
        while (goOn
                && movements.size() < maximumSweeps
                && problem.passes() - passesBefore + 1 <= rule.maximumPasses()) {
            monitor.checkCancelled();
            movements.add(problem.sweep(seed + movements.size()));
            monitor.progress(name(), movements.size(), maximumSweeps);
            if (settled(problem, rule, movements)) {
                ending = Ending.SETTLED;
                goOn = false;
            } else if (slow(movements)) {
                ending = Ending.SLOW;
                goOn = false;
            }
        }
        return new DualAscentResult(ending, movements, problem.passes() - passesBefore);
    }

    private static boolean settled(DualProblem problem, StoppingRule rule, List<Double> movements) {
        double foretold = BOUND_PER_MOVEMENT * movements.get(movements.size() - 1);
        return foretold <= rule.distanceTarget(problem.parameterNorm());
    }

    private boolean slow(List<Double> movements) {
        int last = movements.size() - 1;
        return last + 1 >= SWEEPS_BEFORE_RATE && !(movements.get(last) <= slowRate * movements.get(last - 1));
    }
}
