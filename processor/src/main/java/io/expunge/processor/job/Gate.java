/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.StoredModel;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.verify.CertificateEvaluation;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.LabelSpaceGuarantee;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.ejml.data.DMatrixSparseCSC;

/**
 * What a result must pass before it leaves the process: set arithmetic, certificate, label space. It looks at what the
 * store would give back, not at what the solver holds. Stateless.
 */
final class Gate {
    private Gate() {}

    /**
     * @return all checks, certified and empirical
     * @throws VerificationFailedException naming the first certified check that failed
     */
    static List<Check> pass(
            StoredModel before, StoredModel released, ForgetSetResolution resolution, UnlearningSettings settings) {
        List<Check> checks = checks(before, released, forgottenRows(before, resolution), settings);
        checks.stream()
                .filter(check -> check.kind() == CheckKind.CERTIFIED && !check.passed())
                .findFirst()
                .ifPresent(breach -> {
                    throw new VerificationFailedException(breach);
                });
        return checks;
    }

    private static List<Check> checks(
            StoredModel before, StoredModel released, BitSet forgotten, UnlearningSettings settings) {
        DMatrixSparseCSC features =
                released.model().vectoriser().transform(released.trainingSet().counts());
        List<Check> checks = new ArrayList<>();
        checks.add(SetArithmetic.check(before, released, forgotten, settings.vectoriser() == VectoriserPolicy.REFIT));
        checks.add(CertificateEvaluation.evaluate(
                        released.model(), features, released.trainingSet(), settings.inverseRegularisation())
                .check(settings.relativeBound()));
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
