/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.StoredModel;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.method.VectoriserPolicy;
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
import java.util.Optional;
import java.util.Set;
import org.ejml.data.DMatrixSparseCSC;

/**
 * What a result must pass before it leaves the process: set arithmetic, certificate, label space, and the guard of the
 * classes that stay. It looks at what the store would give back, not at what the solver holds. Stateless.
 */
final class Gate {
    private Gate() {}

    /**
     * @param release what may be told of a model with noise
     * @param guard what the version may cost the classes that stay; empty for whatever it costs
     * @param loss what becomes of a version that costs more
     * @param workers threads for checks that need nothing of one another; they change no bit
     * @return all checks, certified and empirical
     * @throws VerificationFailedException naming the first check that failed, or the first certified one that did not pass
     * @throws AccuracyLossException if it costs more than it may, and nobody has decided
     */
    static List<Check> pass(
            StoredModel before,
            StoredModel released,
            ForgetSetResolution resolution,
            UnlearningSettings settings,
            Release release,
            Optional<RetainedAccuracyGuard> guard,
            AccuracyLoss loss,
            Workers workers) {
        boolean refitted = settings.vectoriser() == VectoriserPolicy.REFIT;
        Both<Check, List<Check>> both = Both.of(
                workers,
                () -> SetArithmetic.check(before, released, forgottenRows(before, resolution), refitted),
                () -> modelChecks(released, settings, release.certificateCheck(), workers));
        List<Check> checks = new ArrayList<>();
        checks.add(both.first());
        checks.addAll(both.second());
        checks.stream().filter(Gate::stops).findFirst().ifPresent(breach -> {
            throw new VerificationFailedException(breach);
        });
        // Last: what is not proved need not be weighed.
        checks.add(loss.judge(release.told(Attacks.retainedAccuracy(before, released, guard), loss)));
        return checks;
    }

    /** What was tried and failed is no better than what is not proved. */
    private static boolean stops(Check check) {
        return check.outcome() == CheckOutcome.FAILED || (check.kind() == CheckKind.CERTIFIED && !check.passed());
    }

    private static List<Check> modelChecks(
            StoredModel released, UnlearningSettings settings, Optional<Check> certificate, Workers workers) {
        DMatrixSparseCSC features =
                released.model().vectoriser().transform(released.trainingSet().counts());
        List<Check> checks = new ArrayList<>();
        if (certificate.isPresent()) {
            checks.add(certificate.get());
        } else {
            Certificate evaluated = CertificateEvaluation.evaluate(
                    released.model(), features, released.trainingSet(), settings.inverseRegularisation(), workers);
            checks.add(evaluated.check(settings.relativeBound()));
            checks.add(UnchangedPredictions.check(released.model(), features, evaluated, workers));
        }
        checks.addAll(LabelSpaceGuarantee.check(
                released.model(), Set.copyOf(released.honouredDeletions().classes()), features));
        return checks;
    }

    private static BitSet forgottenRows(StoredModel before, ForgetSetResolution resolution) {
        BitSet rows = resolution.forgetSet().documents();
        resolution.forgetSet().classes().stream()
                .map(label -> before.model().labelSpace().indexOf(label).orElseThrow())
                .map(before.trainingSet()::rowsOf)
                .forEach(rows::or);
        return rows;
    }
}
