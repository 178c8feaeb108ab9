/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.Workers;
import java.util.List;

/**
 * Attacks a released version the way somebody would who wants to know what it has forgotten, and compares each with the same attack on
 * a reference that is trained from zero without the forgotten documents. Both giving more away and being pushed further than away
 * fail: a version passes where it is shown to be as good as the reference (two one-sided tests with paired intervals over clusters),
 * and where the sample can't carry the claim the check is NOT_RUN and says what it would take.
 *
 * <p>Each of the six sampled checks is tested at a sixth of the level (Bonferroni, over the checks there are, not over those that
 * could be made), so that with the stated probability no claim of the audit is wrong. Holm's procedure rejects a little more but
 * yields no intervals, and intervals are what is published. That a version which truly leaks passes as a whole is rarer still: it
 * would have to pass every check (intersection and union, Berger 1982).
 *
 * <p>A pure function of input and settings, bit for bit for any number of threads. Stateless.
 */
public final class MembershipAudit {

    private MembershipAudit() {}

    /** Checks that only a version before and the forgotten documents in it make possible. */
    public static final List<String> OF_FORGOTTEN = List.of(
            NeighbourClassAttack.NAME, PooledShadowAttack.FORGOTTEN, LikelihoodRatioAttack.NAME, ExactLeaveOneOut.NAME);

    /** The check of whether the documents that stay are given away more than by a model that was trained on them from zero. */
    public static final String OF_RETAINED = PooledShadowAttack.RETAINED;

    /**
     * Audits what can still be audited once nothing holds the forgotten documents any more: whether the documents that stay
     * are given away as much as by a model trained on them from zero, and whether the vocabulary is theirs.
     *
     * @param input made by {@link AuditInput#ofRetained}
     * @throws io.expunge.unlearning.CancelledException when the monitor says so
     * @throws io.expunge.unlearning.method.NotConvergedException when the reference does not reach its bound
     */
    public static AuditResult ofRetained(AuditInput input, AuditSettings settings, ProgressMonitor monitor) {
        SolveSteps steps = new SolveSteps(monitor, 3L + settings.shadows());
        try (Workers workers = new Workers(settings.training().parallelism())) {
            AuditRun run = AuditRun.of(input, settings, workers, steps);
            Findings findings = new Findings();
            VocabularyAttack.ofRetained(run, findings);
            PooledShadowAttack.ofRetained(run, findings);
            return findings.result();
        }
    }

    /**
     * Audits a version.
     *
     * @param monitor sees every solve begin, and may cancel between the passes of each
     * @throws io.expunge.unlearning.CancelledException when the monitor says so
     * @throws io.expunge.unlearning.method.NotConvergedException when the reference does not reach its bound
     */
    public static AuditResult run(AuditInput input, AuditSettings settings, ProgressMonitor monitor) {
        SolveSteps steps = new SolveSteps(monitor, 7L + 2L * settings.shadows() + settings.leaveOneOutDocuments());
        try (Workers workers = new Workers(settings.training().parallelism())) {
            AuditRun run = AuditRun.of(input, settings, workers, steps);
            Findings findings = new Findings();
            VocabularyAttack.run(run, findings);
            NeighbourClassAttack.run(run, findings);
            PooledShadowAttack.run(run, findings);
            LikelihoodRatioAttack.run(run, findings);
            ExactLeaveOneOut.run(run, findings);
            return findings.result();
        }
    }
}
