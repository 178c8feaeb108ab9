/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.EvaluationSet;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.store.Pseudonym;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.attack.AttackCurve;
import io.expunge.unlearning.attack.AuditInput;
import io.expunge.unlearning.attack.AuditResult;
import io.expunge.unlearning.attack.AuditSettings;
import io.expunge.unlearning.attack.LabelledDocuments;
import io.expunge.unlearning.attack.MembershipAudit;
import io.expunge.unlearning.method.NotConvergedException;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckOutcome;
import io.expunge.unlearning.verify.RetainedAccuracyGuard;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What versions as they are stored tell an attacker, and what their removal cost. Stateless. */
final class Attacks {
    private static final String VOCABULARY = "attack.vocabulary";

    private Attacks() {}

    /**
     * All attacks, which need the version before; those that cannot be made say why.
     *
     * @param curves is given what each attack saw
     */
    static List<Check> run(
            StoredModel before,
            StoredModel released,
            BitSet forgotten,
            boolean refitted,
            AuditSettings settings,
            Consumer<AttackCurve> curves,
            ProgressMonitor monitor) {
        List<Check> checks = new ArrayList<>();
        if (forgotten.isEmpty()) {
            checks.add(Check.notRun("attack", "No training document was forgotten: there is nobody to look for."));
            return checks;
        }
        LabelledDocuments training = new LabelledDocuments(
                before.trainingSet(), clusters(before.documents().size(), before.subjects()));
        AuditInput input = new AuditInput(before.model(), released.model(), training, forgotten, evaluation(before));
        try {
            AuditResult result = MembershipAudit.run(input, settings, monitor);
            result.checks().stream()
                    .map(check -> refitted ? check : byPolicy(check))
                    .forEach(checks::add);
            result.curves().forEach(curves);
        } catch (NotConvergedException stuck) {
            checks.add(Check.notRun("attack", "The reference could not be trained: " + stuck.getMessage()));
        }
        return checks;
    }

    /**
     * What can still be found out of a version when the one before it is gone; what cannot says so.
     *
     * @param why why the version before cannot be compared with
     */
    static List<Check> ofRetained(
            StoredModel released, String why, boolean refitted, AuditSettings settings, ProgressMonitor monitor) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.notRun(RetainedAccuracyGuard.NAME, why));
        MembershipAudit.OF_FORGOTTEN.forEach(name -> checks.add(Check.notRun(name, why)));
        LabelledDocuments training = new LabelledDocuments(
                released.trainingSet(), clusters(released.documents().size(), released.subjects()));
        try {
            AuditInput input = AuditInput.ofRetained(released.model(), training, evaluation(released));
            MembershipAudit.ofRetained(input, settings, monitor).checks().stream()
                    .map(check -> refitted ? check : byPolicy(check))
                    .forEach(checks::add);
        } catch (NotConvergedException stuck) {
            checks.add(Check.notRun("attack", "The reference could not be trained: " + stuck.getMessage()));
        }
        return checks;
    }

    /** A vocabulary that was kept by policy gives away what it was made from; that is known, and no news of this version. */
    private static Check byPolicy(Check check) {
        return check.name().equals(VOCABULARY) && check.outcome() == CheckOutcome.FAILED
                ? Check.notRun(
                        VOCABULARY,
                        "The vocabulary is the parent's, by policy, and so does not forget: expunge.vectoriser is frozen.")
                : check;
    }

    /** Accuracy of the classes that stay, against the version before, on the documents held out. */
    static Check retainedAccuracy(StoredModel before, StoredModel released, Optional<RetainedAccuracyGuard> guard) {
        return guard.map(one -> one.check(
                        before.model(), released.model(), evaluation(before).map(LabelledDocuments::set)))
                .orElseGet(() -> Check.notRun(
                        RetainedAccuracyGuard.NAME, "The guard is switched off: expunge.guard.floor is off."));
    }

    private static Optional<LabelledDocuments> evaluation(StoredModel stored) {
        return stored.evaluationSet().map(set -> new LabelledDocuments(labelled(set, stored), clusters(set)));
    }

    private static TrainingSet labelled(EvaluationSet set, StoredModel stored) {
        return new TrainingSet(set.counts(), stored.model().labelSpace(), set.labels());
    }

    private static int[] clusters(EvaluationSet set) {
        return clusters(set.documents().size(), set.subjects());
    }

    /** Documents of one data subject belong together; one without stands for itself. */
    private static int[] clusters(int documents, List<Optional<Pseudonym>> subjects) {
        Map<Pseudonym, Integer> known = new HashMap<>();
        int[] clusters = new int[documents];
        for (int row = 0; row < documents; row++) {
            int own = row;
            clusters[row] = subjects.get(row)
                    .map(subject -> known.computeIfAbsent(subject, first -> own))
                    .orElse(own);
        }
        return clusters;
    }
}
