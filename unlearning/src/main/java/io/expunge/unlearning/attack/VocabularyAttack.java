/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.CheckOutcome;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Membership inference from the vocabulary alone: the share of a document's occurrences that are of terms which the released version
 * knows and the retained documents don't account for. A vocabulary that was refitted has no such term.
 */
final class VocabularyAttack {
    static final String NAME = "attack.vocabulary";

    private VocabularyAttack() {}

    /** The part that needs no forgotten document: whether there is anything to attack. */
    static void ofRetained(AuditRun run, Findings findings) {
        Set<String> surplus = surplus(run);
        findings.add(
                surplus.isEmpty()
                        ? clean(run.input().released().vectoriser())
                        : new Check(
                                NAME,
                                CheckKind.EMPIRICAL,
                                CheckOutcome.FAILED,
                                OptionalDouble.of(surplus.size()),
                                OptionalDouble.of(0),
                                Optional.empty(),
                                surplus.size()
                                        + " terms of the released vocabulary are not accounted for by the retained"
                                        + " documents: it was not made from them alone."));
    }

    private static Set<String> surplus(AuditRun run) {
        Set<String> surplus = new HashSet<>(run.input().released().vectoriser().terms());
        surplus.removeAll(new HashSet<>(run.reference().model().vectoriser().terms()));
        return surplus;
    }

    static void run(AuditRun run, Findings findings) {
        Set<String> surplus = surplus(run);
        if (surplus.isEmpty()) {
            findings.add(clean(run.input().released().vectoriser()));
        } else if (run.like().isEmpty()) {
            findings.noEvaluation(NAME);
        } else {
            PairedAttack attack =
                    new PairedAttack(NAME, run.forgotten(), run.like().get());
            attack.add(
                    AttackCurve.Attacked.RELEASED,
                    shares(run.forgotten(), surplus),
                    shares(run.like().get(), surplus));
            attack.add(
                    AttackCurve.Attacked.REFERENCE,
                    new double[run.forgotten().documents()],
                    new double[run.like().get().documents()]);
            findings.add(attack, attack.judge(run));
        }
    }

    private static Check clean(Vectoriser released) {
        return new Check(
                NAME,
                CheckKind.EMPIRICAL,
                CheckOutcome.PASSED,
                OptionalDouble.of(0),
                OptionalDouble.of(0),
                Optional.empty(),
                "All " + released.features() + " terms of the released vocabulary are accounted for by the retained"
                        + " documents, so there is nothing to attack.");
    }

    private static double[] shares(LabelledDocuments documents, Set<String> surplus) {
        TermCounts counts = documents.set().counts();
        boolean[] extra = new boolean[counts.terms().size()];
        for (int term = 0; term < extra.length; term++) {
            extra[term] = surplus.contains(counts.terms().get(term));
        }
        double[] shares = new double[counts.documents()];
        for (int document = 0; document < shares.length; document++) {
            double all = 0;
            for (int entry = counts.start(document); entry < counts.start(document + 1); entry++) {
                all += counts.occurrences(entry);
                shares[document] += extra[counts.term(entry)] ? counts.occurrences(entry) : 0;
            }
            shares[document] = all > 0 ? shares[document] / all : 0;
        }
        return shares;
    }
}
