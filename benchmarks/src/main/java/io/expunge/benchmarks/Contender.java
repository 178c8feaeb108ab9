/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.method.Solver;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethod;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.UnlearningProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to unlearn, as a row of the table.
 *
 * @param name what the row is called
 * @param method the method
 * @param solver the solver it is told to use
 */
record Contender(String name, UnlearningMethod method, Solver solver) {

    /** Default, each solver, the published step, the retrain from zero. */
    static List<Contender> all() {
        UnlearningMethod standard = UnlearningMethods.standard();
        List<Contender> all = new ArrayList<>(List.of(
                new Contender("default (auto)", standard, Solver.AUTO),
                new Contender("newton-cg", standard, Solver.NEWTON_CG),
                new Contender("dual", standard, Solver.DUAL),
                new Contender("warm l-bfgs", standard, Solver.LBFGS)));
        UnlearningMethods.comparisons().forEach(method -> all.add(new Contender(method.name(), method, Solver.AUTO)));
        UnlearningMethod retrain = UnlearningMethods.byName("retrain").orElseThrow();
        all.add(new Contender("own cold retrain", retrain, Solver.AUTO));
        return List.copyOf(all);
    }

    /** The contender whose row is called this. */
    static Contender named(String name) {
        return all().stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no contender '" + name + "'; known are "
                        + all().stream().map(Contender::name).toList()));
    }

    Unlearned run(RemovalCase removal) {
        return run(removal.problem());
    }

    Unlearned run(UnlearningProblem problem) {
        UnlearningProblem asked = new UnlearningProblem(
                problem.base(),
                problem.trainingSet(),
                problem.forgetSet(),
                problem.settings().withSolver(solver));
        return method.unlearn(asked, ProgressMonitor.NONE);
    }
}
