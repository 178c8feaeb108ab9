/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.solve.Workers;

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
