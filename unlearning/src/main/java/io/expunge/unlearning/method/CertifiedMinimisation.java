/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.SoftmaxObjective;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
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
 * Keeps the evidence of all rungs. Not thread-safe; close it to stop its threads.
 */
final class CertifiedMinimisation implements AutoCloseable {

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
    private int newtonSteps;
    private int conjugateGradientIterations;
    private Optional<TrainingResult> best = Optional.empty();
    private Optional<Certificate> lastCertificate = Optional.empty();

    CertifiedMinimisation(
            TrainingSet trainingSet,
            Vectoriser vectoriser,
            DMatrixSparseCSC features,
            TrainingSettings settings,
            ProgressMonitor monitor,
            long started) {
        this.started = started;
        this.trainingSet = trainingSet;
        this.vectoriser = vectoriser;
        this.features = features;
        this.settings = settings;
        this.monitor = monitor;
        this.workers = new Workers(settings.parallelism());
        this.objective = new SoftmaxObjective(
                features,
                trainingSet.labels(),
                trainingSet.labelSpace().size(),
                1 / settings.inverseRegularisation(),
                workers);
    }

    Objective.Iterate startAt(double[] parameters) {
        return objective.startAt(parameters);
    }

    Objective.Iterate startAtZero() {
        return objective.startAt(new double[objective.dimension()]);
    }

    /** Climbs one rung, unless an earlier one succeeded; returns whether the bound is certified now. */
    boolean climb(String rung, Minimiser minimiser, Objective.Iterate iterate) {
        double budgetEnd = objective.passes() + settings.maximumPasses();
        double aim = AIM * settings.relativeBound();
        for (int attempt = 0; attempt <= TIGHTENINGS && best.isEmpty(); attempt++) {
            double passesLeft = budgetEnd - objective.passes();
            if (passesLeft < 1) {
                break;
            }
            MinimisationResult result = minimiser.minimise(iterate, new StoppingRule(aim, passesLeft), monitor);
            record(rung, minimiser, result);
            if (!result.converged()) {
                break;
            }
            certify(iterate);
            aim *= TIGHTEN;
        }
        return best.isPresent();
    }

    private void record(String rung, Minimiser minimiser, MinimisationResult result) {
        solver = minimiser.name();
        newtonSteps += result.conjugateGradientIterations() > 0 ? result.steps() : 0;
        conjugateGradientIterations += result.conjugateGradientIterations();
        ladder.addAll(LadderText.sentences(rung, result, objective.strongConvexity()));
    }

    private void certify(Objective.Iterate iterate) {
        TrainedModel model = TrainedModel.rounded(vectoriser, trainingSet.labelSpace(), iterate.parameters());
        Certificate certificate =
                CertificateEvaluation.evaluate(model, features, trainingSet, settings.inverseRegularisation());
        lastCertificate = Optional.of(certificate);
        boolean holds = certificate.relativeDistanceBound() <= settings.relativeBound();
        ladder.add("Certificate of the released weights: relative bound "
                + LadderText.number(certificate.relativeDistanceBound())
                + (holds ? "." : ", not within " + settings.relativeBound() + "."));
        if (holds) {
            best = Optional.of(new TrainingResult(model, certificate, evidence()));
        }
    }

    /** The certified model; call after the last rung. */
    TrainingResult result() {
        return best.orElseThrow(() -> new NotConvergedException(settings.relativeBound(), evidence(), lastCertificate));
    }

    private SolverEvidence evidence() {
        double seconds = (System.nanoTime() - started) / 1e9;
        return new SolverEvidence(
                solver, newtonSteps, conjugateGradientIterations, objective.passes(), seconds, ladder);
    }

    @Override
    public void close() {
        workers.close();
    }
}
