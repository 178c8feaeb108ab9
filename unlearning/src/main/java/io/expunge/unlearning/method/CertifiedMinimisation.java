/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.SoftmaxDual;
import io.expunge.unlearning.model.SoftmaxObjective;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.DualAscentResult;
import io.expunge.unlearning.solve.DualCoordinateAscent;
import io.expunge.unlearning.solve.LimitedMemoryBfgs;
import io.expunge.unlearning.solve.MinimisationResult;
import io.expunge.unlearning.solve.Minimiser;
import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.SolverEvidence;
import io.expunge.unlearning.solve.StoppingRule;
import io.expunge.unlearning.solve.Workers;
import io.expunge.unlearning.verify.Certificate;
import io.expunge.unlearning.verify.CertificateEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixSparseCSC;

/**
 * Minimisations of one problem, rung by rung, until an independently evaluated certificate of the rounded weights holds.
 * Keeps the evidence of all rungs. Not thread-safe; the workers' threads outlive it.
 */
final class CertifiedMinimisation {

    /** The solver aims a little lower than the bound, to leave room for the rounding of the released weights. */
    private static final double AIM = 0.95;
    /** If the certificate fails where the solver's own gradient held, it aims this much lower, so many times. */
    private static final double TIGHTEN = 0.5;

    private static final int TIGHTENINGS = 3;

    private final TrainingSet trainingSet;
    private final Vectoriser vectoriser;
    private final DMatrixSparseCSC features;
    private final TrainingSettings settings;
    private final ProgressMonitor monitor;
    private final Workers workers;
    private final SoftmaxObjective objective;
    private final long started;
    private final List<String> ladder = new ArrayList<>();
    private String solver = "none";
    private Optional<String> ascentBefore = Optional.empty();
    private double otherPasses;
    private int newtonSteps;
    private int conjugateGradientIterations;
    private Optional<TrainingResult> best = Optional.empty();
    private Optional<Certificate> lastCertificate = Optional.empty();

    CertifiedMinimisation(
            TrainingSet trainingSet,
            Vectoriser vectoriser,
            DMatrixSparseCSC features,
            TrainingSettings settings,
            Workers workers,
            ProgressMonitor monitor,
            long started) {
        this.started = started;
        this.trainingSet = trainingSet;
        this.vectoriser = vectoriser;
        this.features = features;
        this.settings = settings;
        this.monitor = monitor;
        this.workers = workers;
        this.objective = new SoftmaxObjective(
                features,
                trainingSet.labels(),
                trainingSet.labelSpace().size(),
                1 / settings.inverseRegularisation(),
                workers);
    }

    Workers workers() {
        return workers;
    }

    Objective.Iterate startAt(double[] parameters) {
        return objective.startAt(parameters);
    }

    Objective.Iterate startAtZero() {
        return objective.startAt(new double[objective.dimension()]);
    }

    /** Climbs one rung, unless an earlier one succeeded; returns whether the bound is certified now. */
    boolean climb(String rung, Minimiser minimiser, Objective.Iterate iterate) {
        return climb(rung, minimiser, iterate, settings.maximumPasses());
    }

    private boolean climb(String rung, Minimiser minimiser, Objective.Iterate iterate, double maximumPasses) {
        double budgetEnd = objective.passes() + maximumPasses;
        double aim = AIM;
        for (int attempt = 0; attempt <= TIGHTENINGS && best.isEmpty(); attempt++) {
            double passesLeft = budgetEnd - objective.passes();
            if (passesLeft < 1) {
                break;
            }
            MinimisationResult result = minimiser.minimise(iterate, rule(aim, passesLeft), monitor);
            objective.releaseSinglePrecision();
            record(rung, minimiser, result);
            if (!result.converged()) {
                break;
            }
            certify(iterate.parameters());
            aim *= TIGHTEN;
        }
        return best.isPresent();
    }

    /**
     * Climbs a rung of dual coordinate ascent, from the duals that parameters stand for, with L-BFGS to finish; returns whether the
     * bound is certified now. Parameters that are good enough as they stand get their certificate without a sweep.
     */
    boolean climbDual(double[] start) {
        monitor.checkCancelled();
        SoftmaxDual dual = SoftmaxDual.at(
                features, trainingSet.labels(), trainingSet.labelSpace().size(), objective.strongConvexity(), start);
        otherPasses += dual.passes();
        double bound = distance(start, dual.parameters());
        if (bound <= rule(AIM, 1).distanceTarget(objective.vectors().norm(start))) {
            ladder.add(LadderText.alreadyThere(bound));
            certify(start);
        }
        return best.isPresent() || ascend(dual, bound);
    }

    private boolean ascend(SoftmaxDual dual, double startBound) {
        DualCoordinateAscent ascent = DualCoordinateAscent.standard();
        // A pass is left for the gradient that tells how far the sweeps have come.
        double maximumPasses = Math.max(1, settings.maximumPasses() - dual.passes() - 1);
        DualAscentResult result = ascent.ascend(dual, rule(AIM, maximumPasses), monitor);
        otherPasses += result.passes();
        ladder.add(LadderText.sentence(result, startBound));
        ascentBefore = Optional.of(ascent.name());
        double passesLeft = Math.max(1, settings.maximumPasses() - dual.passes());
        // Newton-CG finishes in as many seconds on long documents, but takes a pass or two more when little is missing.
        boolean certified =
                climb("L-BFGS from there", LimitedMemoryBfgs.frugal(), startAt(dual.parameters()), passesLeft);
        ascentBefore = Optional.empty();
        return certified;
    }

    private StoppingRule rule(double share, double passes) {
        return new StoppingRule(share * settings.relativeBound(), share * settings.absoluteBound(), passes);
    }

    private double distance(double[] from, double[] to) {
        double[] difference = to.clone();
        objective.vectors().addScaled(-1, from, difference);
        return objective.vectors().norm(difference);
    }

    private void record(String rung, Minimiser minimiser, MinimisationResult result) {
        solver = ascentBefore
                .map(ascent -> result.steps() == 0 ? ascent : ascent + "+" + minimiser.name())
                .orElse(minimiser.name());
        newtonSteps += result.conjugateGradientIterations() > 0 ? result.steps() : 0;
        conjugateGradientIterations += result.conjugateGradientIterations();
        ladder.addAll(LadderText.sentences(rung, result, objective.strongConvexity()));
    }

    private void certify(double[] parameters) {
        TrainedModel model = TrainedModel.rounded(vectoriser, trainingSet.labelSpace(), parameters);
        Certificate certificate =
                CertificateEvaluation.evaluate(model, features, trainingSet, settings.inverseRegularisation(), workers);
        lastCertificate = Optional.of(certificate);
        boolean holds = certificate.relativeDistanceBound() <= settings.relativeBound()
                && certificate.distanceBound() <= settings.absoluteBound();
        ladder.add("Certificate of the released weights: relative bound "
                + LadderText.number(certificate.relativeDistanceBound())
                + (holds ? "." : ", not within " + asked() + "."));
        if (holds) {
            best = Optional.of(new TrainingResult(model, certificate, evidence()));
        }
    }

    /** The certified model; call after the last rung. */
    TrainingResult result() {
        return best.orElseThrow(() -> new NotConvergedException(asked(), evidence(), lastCertificate));
    }

    private String asked() {
        return settings.relativeBound()
                + (settings.absoluteBound() < Double.POSITIVE_INFINITY
                        ? " and a distance of " + settings.absoluteBound()
                        : "");
    }

    private SolverEvidence evidence() {
        double seconds = (System.nanoTime() - started) / 1e9;
        return new SolverEvidence(
                solver, newtonSteps, conjugateGradientIterations, objective.passes() + otherPasses, seconds, ladder);
    }
}
