/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.store.ArtifactContents;
import io.expunge.unlearning.method.ReassignmentCount;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import io.expunge.unlearning.solve.SolverEvidence;
import io.expunge.unlearning.verify.Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of an unlearning once its model is in the contents of an artifact: the rest is as big as a training set, and
 * goes before the gate makes matrices of its own.
 *
 * @param contents what would be put, without metrics
 */
record Solution(
        ArtifactContents contents,
        Certificate certificate,
        SolverEvidence evidence,
        List<ReassignmentCount> reassignments,
        Optional<IndistinguishabilityTarget> target) {
    static Solution of(ArtifactContents contents, Unlearned unlearned, Optional<IndistinguishabilityTarget> target) {
        return new Solution(contents, unlearned.certificate(), unlearned.evidence(), unlearned.reassignments(), target);
    }
}
