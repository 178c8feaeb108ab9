/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.VerificationCheck;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.Operation;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.attack.AttackCurve;
import io.expunge.unlearning.attack.AuditSettings;
import io.expunge.unlearning.attack.MembershipAudit;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import io.expunge.unlearning.solve.Workers;
import io.expunge.unlearning.verify.Certificate;
import io.expunge.unlearning.verify.CertificateEvaluation;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.CheckOutcome;
import io.expunge.unlearning.verify.LabelSpaceGuarantee;
import io.expunge.unlearning.verify.RetainedAccuracyGuard;
import io.expunge.unlearning.verify.UnchangedPredictions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.ejml.data.DMatrixSparseCSC;

/** Checks a version from what the store holds of it and of its base, whoever made them. Thread-safe. */
final class StoreVerification implements VerificationExecutor {
    private static final double DEFAULT_INVERSE_REGULARISATION = 10;

    private static final int STEPS = 3;
    private static final String NO_BASE =
            "The version was not made from another one, or that one is purged: there is nothing to compare with.";

    /**
     * Noise on every weight up to which a released model is compared with one that has none: at the default promise, a fortieth
     * of this, it moved the area by 1e-5 on 20newsgroups.
     */
    private static final double LARGEST_COMPARABLE_NOISE = 0.1;

    private static final String LOUD = "The noise that was promised is above " + LARGEST_COMPARABLE_NOISE
            + " on every weight and may move the result by itself; there is no telling.";

    private final ModelStore store;
    private final UnlearningOptions options;
    private final int parallelism;
    private final Consumer<AttackCurve> curves;

    StoreVerification(ModelStore store, UnlearningOptions options, int parallelism, Consumer<AttackCurve> curves) {
        this.store = store;
        this.options = options;
        this.parallelism = parallelism;
        this.curves = curves;
    }

    @Override
    public List<VerificationCheck> check(VerificationSpecification version, ProgressMonitor monitor) {
        Artifact artifact;
        StoredModel released;
        monitor.progress("reading the version", 0, STEPS);
        try {
            artifact = store.open(new ContentHash(version.contentHash()));
            released = ModelArtifacts.load(artifact);
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            throw unavailable;
        } catch (ModelStoreException | IllegalArgumentException damaged) {
            return VerificationChecks.of(List.of(intact(CheckOutcome.FAILED, String.valueOf(damaged.getMessage()))));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(intact(CheckOutcome.PASSED, "Every file of the artifact has the hash that was announced."));
        monitor.checkCancelled();
        monitor.progress("checking certificate and classes", 1, STEPS);
        try (Workers workers = new Workers(parallelism)) {
            checks.addAll(ofModel(artifact.lineage(), released, workers, monitor));
        }
        monitor.checkCancelled();
        monitor.progress("comparing with the version before", 2, STEPS);
        Optional<StoredModel> before;
        try {
            before = before(version, artifact);
        } catch (ModelStoreException.StoreUnavailable unavailable) {
            throw unavailable;
        } catch (ModelStoreException | IllegalArgumentException damaged) {
            return VerificationChecks.baseUnreadable(damaged);
        }
        if (before.isEmpty()) {
            checks.addAll(withoutBase(artifact.lineage(), released, monitor));
        } else {
            BitSet forgotten = forgottenRows(before.get(), released);
            boolean refitted = isRefitted(artifact.lineage());
            checks.add(SetArithmetic.check(before.get(), released, forgotten, refitted));
            checks.add(
                    PromisedRelease.of(artifact.lineage()).isPresent()
                            ? Check.notRun(RetainedAccuracyGuard.NAME, Release.WITHHELD)
                            : retainedAccuracy(artifact.lineage(), before.get(), released));
            checks.addAll(attacks(before.get(), released, forgotten, artifact.lineage(), monitor));
        }
        return VerificationChecks.of(checks);
    }

    /** What a version is to be compared with is gone, as after its purge: the checks that need it say so. */
    private List<Check> withoutBase(Lineage lineage, StoredModel released, ProgressMonitor monitor) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                "set-arithmetic",
                CheckKind.CERTIFIED,
                CheckOutcome.NOT_RUN,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                NO_BASE));
        if (lineage.operation() != Operation.TRAINED) {
            checks.addAll(ofRetained(released, NO_BASE, lineage, monitor));
        }
        return checks;
    }

    private List<Check> attacks(
            StoredModel before, StoredModel released, BitSet forgotten, Lineage lineage, ProgressMonitor monitor) {
        if (PromisedRelease.of(lineage).isEmpty()) {
            return Attacks.run(before, released, forgotten, isRefitted(lineage), audit(lineage), curves, monitor);
        }
        // The accuracy of the classes that stay is judged beside this: it is computed from what was released.
        return ofRetained(released, NoiseCheck.WITHHELD, lineage, monitor).stream()
                .filter(check -> !check.name().equals(RetainedAccuracyGuard.NAME))
                .toList();
    }

    private List<Check> ofRetained(StoredModel released, String why, Lineage lineage, ProgressMonitor monitor) {
        boolean loud = PromisedRelease.of(lineage)
                .filter(promise -> promise.standardDeviation() > LARGEST_COMPARABLE_NOISE)
                .isPresent();
        return Attacks.ofRetained(released, why, isRefitted(lineage), audit(lineage), monitor).stream()
                .map(check -> loud && check.name().equals(MembershipAudit.OF_RETAINED)
                        ? Check.notRun(check.name(), LOUD)
                        : check)
                .toList();
    }

    /** Reference and shadows are trained as the version was. */
    private AuditSettings audit(Lineage lineage) {
        TrainingSettings training = new TrainingSettings(
                inverseRegularisation(lineage), bound(lineage), options.maximumPasses(), parallelism);
        return AuditSettings.standard().withTraining(training);
    }

    private static Check intact(CheckOutcome outcome, String detail) {
        return new Check(
                "artifact-intact",
                CheckKind.CERTIFIED,
                outcome,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                detail);
    }

    private List<Check> ofModel(Lineage lineage, StoredModel released, Workers workers, ProgressMonitor monitor) {
        DMatrixSparseCSC features =
                released.model().vectoriser().transform(released.trainingSet().counts());
        List<Check> checks = new ArrayList<>();
        Optional<IndistinguishabilityTarget> promised = PromisedRelease.of(lineage);
        if (promised.isPresent()) {
            checks.add(NoiseCheck.scale(released, promised.get(), retraining(lineage, promised.get()), monitor));
        } else {
            Certificate certificate = CertificateEvaluation.evaluate(
                    released.model(), features, released.trainingSet(), inverseRegularisation(lineage), workers);
            checks.add(certificate.check(bound(lineage)));
            checks.add(UnchangedPredictions.check(released.model(), features, certificate, workers));
        }
        checks.addAll(LabelSpaceGuarantee.check(
                released.model(), Set.copyOf(released.honouredDeletions().classes()), features));
        return checks;
    }

    private UnlearningSettings retraining(Lineage lineage, IndistinguishabilityTarget promised) {
        return new UnlearningSettings(
                        inverseRegularisation(lineage),
                        bound(lineage),
                        options.maximumPasses(),
                        parallelism,
                        VectoriserPolicy.REFIT)
                .withAbsoluteBound(promised.distance());
    }

    private static double inverseRegularisation(Lineage lineage) {
        return ModelArtifacts.inverseRegularisation(lineage).orElse(DEFAULT_INVERSE_REGULARISATION);
    }

    /**
     * The guard by the floor that the version was made with. It is told and decides nothing: whether a loss is wanted is
     * asked before a version is published, and no retrain takes it back. Who accepted one then accepted that one; over
     * several versions more can be lost.
     */
    private static Check retainedAccuracy(Lineage lineage, StoredModel before, StoredModel released) {
        Map<String, String> configuration = lineage.provenance().configuration();
        Optional<String> floor = Optional.ofNullable(configuration.get(UnlearningOptions.GUARD_FLOOR));
        Check guard = Attacks.retainedAccuracy(before, released, UnlearningOptions.guard(floor));
        return Optional.ofNullable(configuration.get(AccuracyLoss.ACCEPTED))
                .map(operator -> guard.withDetail(guard.detail() + " When this version was made, a loss against the one"
                        + " before it was accepted by operator " + operator + "."))
                .orElse(guard);
    }

    /** What was promised of this artifact when it was made, which may not be what is asked of new ones. */
    private double bound(Lineage lineage) {
        return Optional.ofNullable(lineage.provenance().configuration().get("relative-bound"))
                .map(Double::valueOf)
                .orElse(options.relativeBound());
    }

    private static boolean isRefitted(Lineage lineage) {
        return !"frozen".equalsIgnoreCase(lineage.provenance().configuration().getOrDefault("vectoriser", "refit"));
    }

    /** What the version is compared with, where it is an unlearning and the other is still there. */
    private Optional<StoredModel> before(VerificationSpecification version, Artifact artifact) {
        try {
            return isUnlearned(artifact) ? base(version, artifact).map(ModelArtifacts::load) : Optional.empty();
        } catch (ModelStoreException.ArtifactMissing purged) {
            return Optional.empty();
        }
    }

    /** The one named is opened itself: those between may be purged. */
    private Optional<Artifact> base(VerificationSpecification version, Artifact artifact) {
        return version.baseHash().isPresent()
                ? Optional.of(store.open(new ContentHash(version.baseHash().get())))
                : firstBase(version, artifact);
    }

    /**
     * Where none is named, the artifact before the first version covered, counted back from the newest; where that first one
     * is no unlearning, it stands before itself.
     */
    private Optional<Artifact> firstBase(VerificationSpecification version, Artifact artifact) {
        long left = version.version() - version.coversFrom();
        Artifact here = artifact;
        for (; left >= 0 && isUnlearned(here); left--) {
            here = store.open(here.lineage().base().orElseThrow());
        }
        return left <= 0 ? Optional.of(here) : Optional.empty();
    }

    private static boolean isUnlearned(Artifact artifact) {
        return artifact.lineage().operation() == Operation.UNLEARNED
                && artifact.lineage().base().isPresent();
    }

    /** What was forgotten is what the version says it honours: whatever of it the base held must be gone. */
    private static BitSet forgottenRows(StoredModel before, StoredModel released) {
        Set<String> classes = Set.copyOf(released.honouredDeletions().classes());
        Set<Object> documents = Set.copyOf(released.honouredDeletions().documents());
        Set<Object> subjects = Set.copyOf(released.honouredDeletions().subjects());
        int[] labels = before.trainingSet().labels();
        BitSet rows = new BitSet();
        for (int row = 0; row < labels.length; row++) {
            boolean forgotten = documents.contains(before.documents().get(row))
                    || before.subjects().get(row).filter(subjects::contains).isPresent()
                    || classes.contains(before.trainingSet().labelSpace().name(labels[row]));
            rows.set(row, forgotten);
        }
        return rows;
    }

    @Override
    public long estimateBytes(VerificationSpecification version) {
        return 2 * JobMemory.ofUnlearning(store, version.contentHash(), options, options.method());
    }
}
