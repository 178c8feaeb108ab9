/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.Accuracy;
import io.expunge.processor.artifact.DataHash;
import io.expunge.processor.artifact.EvaluationSet;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.store.ArtifactContents;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.ModelCard;
import io.expunge.store.Operation;
import io.expunge.store.Provenance;
import io.expunge.store.Pseudonym;
import io.expunge.store.ServedRequest;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethod;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.solve.Workers;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.RetainedAccuracyGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From a base and a forget set to a verified result: solve, see what is left of the data, pass the gate. A pure function
 * of base, method, settings and forget set, so it does not matter when it runs: when a batch asks for it, or before.
 */
final class Removal {
    private static final double DEFAULT_INVERSE_REGULARISATION = 10;

    private final LoadedBase base;
    private final String modelId;
    private final String method;
    private final UnlearningOptions options;
    private final UnlearningSettings settings;
    private final Release release;
    private final AccuracyLoss loss;
    private final ProgressMonitor monitor;

    /** @param loss what becomes of a result that costs a class that stays too much */
    Removal(
            LoadedBase base,
            String modelId,
            String method,
            UnlearningOptions options,
            AccuracyLoss loss,
            int parallelism,
            Release release,
            ProgressMonitor monitor) {
        this.base = base;
        this.modelId = modelId;
        this.method = method;
        this.options = options;
        this.settings = release.settings(settings(base, options, parallelism));
        this.release = release;
        this.loss = loss;
        this.monitor = monitor;
    }

    private static UnlearningSettings settings(LoadedBase base, UnlearningOptions options, int parallelism) {
        return new UnlearningSettings(
                ModelArtifacts.inverseRegularisation(base.lineage()).orElse(DEFAULT_INVERSE_REGULARISATION),
                options.relativeBound(),
                options.maximumPasses(),
                parallelism,
                options.vectoriser(),
                options.solver());
    }

    /**
     * @param served goes into the contents as it is; empty while nobody has asked
     * @throws VerificationFailedException if the result must not be released
     * @throws AccuracyLossException if it costs a class that stays too much
     */
    RemovalResult compute(ForgetSetResolution resolution, List<ServedRequest> served) {
        Solution solution = solve(resolution, served);
        monitor.checkCancelled();
        StoredModel released = ModelArtifacts.load(solution.contents())
                .withStatement(base.model().statement());
        monitor.checkCancelled();
        try (Workers workers = new Workers(settings.parallelism())) {
            Both<List<Check>, Figures> judged = Both.of(
                    workers,
                    () -> Gate.pass(
                            base.model(), released, resolution, settings, release, options.guard(), loss, workers),
                    () -> figures(released, solution));
            monitor.checkCancelled();
            return result(released, solution, judged.first(), judged.second());
        }
    }

    private Solution solve(ForgetSetResolution resolution, List<ServedRequest> served) {
        StoredModel before = base.model();
        UnlearningMethod chosen = UnlearningMethods.byName(method).orElseThrow();
        UnlearningProblem problem =
                new UnlearningProblem(before.model(), before.trainingSet(), resolution.forgetSet(), settings);
        Unlearned unlearned = release.of(() -> chosen.unlearn(problem, monitor), settings);
        monitor.checkCancelled();
        StoredModel after = retained(before, unlearned, resolution);
        return Solution.of(ModelArtifacts.contents(after, new TreeMap<>(), served), unlearned, release.target());
    }

    /**
     * What is measured of a version.
     *
     * @param metrics by name
     * @param accuracies by class
     */
    private record Figures(SortedMap<String, Double> metrics, SortedMap<String, Double> accuracies) {}

    private RemovalResult result(StoredModel released, Solution solution, List<Check> checks, Figures figures) {
        SortedMap<String, Double> metrics = figures.metrics();
        Provenance provenance = provenance(released, checks);
        ArtifactContents contents = solution.contents().withMetrics(metrics);
        ModelCard card = ModelCard.of(modelId, Operation.UNLEARNED, provenance, contents, released.statement())
                .withAccuracies(figures.accuracies());
        return new RemovalResult(
                contents.withCard(card),
                released,
                provenance,
                VersionDraft.unlearned(modelId, method, base.model(), released, solution, metrics, checks));
    }

    private static StoredModel retained(StoredModel before, Unlearned unlearned, ForgetSetResolution resolution) {
        List<Pseudonym> documents = new ArrayList<>();
        List<Optional<Pseudonym>> subjects = new ArrayList<>();
        for (int row : unlearned.retainedRows()) {
            documents.add(before.documents().get(row));
            subjects.add(before.subjects().get(row));
        }
        HonouredDeletions honoured = before.honouredDeletions().and(resolution.deletions());
        Optional<EvaluationSet> evaluation = before.evaluationSet()
                .flatMap(set -> set.without(
                        before.model().labelSpace(),
                        unlearned.model().labelSpace(),
                        unlearned.retained().counts().terms(),
                        honoured));
        return new StoredModel(
                unlearned.model(), unlearned.retained(), documents, subjects, evaluation, honoured, before.statement());
    }

    private Figures figures(StoredModel released, Solution solution) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        if (solution.target().isEmpty()) {
            metrics.put("gradient-norm", solution.certificate().gradientNorm());
            metrics.put("distance-bound", solution.certificate().distanceBound());
            metrics.put("relative-distance-bound", solution.certificate().relativeDistanceBound());
            metrics.put("passes", solution.evidence().passes());
        }
        if (solution.target().isEmpty()) { // else it would tell of a model that had learnt what is forgotten
            Accuracy.before(base.model(), released).ifPresent(value -> metrics.put("retained-accuracy-before", value));
        }
        Optional<Accuracy.Judgement> judgement = Accuracy.judge(
                released.model(), released.evaluationSet(), released.model().labelSpace());
        judgement.ifPresent(after -> metrics.put("retained-accuracy-after", after.accuracy()));
        return new Figures(metrics, judgement.map(Accuracy.Judgement::classes).orElseGet(TreeMap::new));
    }

    /** Whoever checks the version later must know by what it was judged, and what was accepted. */
    private Provenance provenance(StoredModel released, List<Check> checks) {
        SortedMap<String, String> configuration = new TreeMap<>(settings.toProperties());
        // What was promised depends on nothing that is forgotten, and says how to look at the parameters.
        release.target().ifPresent(target -> configuration.putAll(PromisedRelease.toProperties(target)));
        options.guardFloor().ifPresent(floor -> configuration.put(UnlearningOptions.GUARD_FLOOR, floor));
        checks.stream()
                .filter(check -> check.name().equals(RetainedAccuracyGuard.NAME))
                .flatMap(guard -> loss.acceptedBy(guard).stream())
                .forEach(operator -> configuration.put(AccuracyLoss.ACCEPTED, operator));
        return new Provenance(
                method, configuration, DataHash.of(released.documents()), System.getProperty("java.version"));
    }
}
