/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Membership inference by an attacker trained on the pooled outputs of shadow models, as published with the influence update (Goel
 * and Sridhar 2025, arXiv 2512.13711; Shokri and others 2017).
 *
 * <p>The check uses features that need no label: of a removed class the true label's cross-entropy is undefined. The published
 * features are tried as well, on an emulation that puts a zero where the removed class had its column, to compare with the paper:
 * information, which decides nothing.
 */
final class PooledShadowAttack {
    static final String FORGOTTEN = "attack.pooled.forgotten";
    static final String RETAINED = "attack.pooled.retained";
    static final String PUBLISHED = "attack.pooled.published-emulation";

    private PooledShadowAttack() {}

    static void run(AuditRun run, Findings findings) {
        if (run.like().isEmpty() && run.unlike().isEmpty()) {
            List.of(FORGOTTEN, RETAINED, PUBLISHED).forEach(findings::noEvaluation);
            return;
        }
        HalfShadows shadows = HalfShadows.train(run);
        run.steps().next("attacking by pooled shadows");
        judge(run, findings, FORGOTTEN, shadows, run.forgotten(), run.like());
        judge(run, findings, RETAINED, shadows, run.rest(), run.unlike());
        published(run, findings, shadows);
    }

    /** The part that needs no forgotten document. */
    static void ofRetained(AuditRun run, Findings findings) {
        if (run.unlike().isEmpty()) {
            findings.noEvaluation(RETAINED);
            return;
        }
        HalfShadows shadows = HalfShadows.train(run);
        run.steps().next("attacking by pooled shadows");
        judge(run, findings, RETAINED, shadows, run.rest(), run.unlike());
    }

    private static void judge(
            AuditRun run,
            Findings findings,
            String name,
            HalfShadows shadows,
            LabelledDocuments members,
            Optional<LabelledDocuments> others) {
        if (others.isEmpty()) {
            findings.noEvaluation(name);
            return;
        }
        PairedAttack attack = new PairedAttack(name, members, others.get());
        run.models()
                .forEach((which, model) -> attack.add(
                        which,
                        shadows.labelFree().scores(AttackFeatures.labelFree(run.outputs(model, members))),
                        shadows.labelFree().scores(AttackFeatures.labelFree(run.outputs(model, others.get())))));
        findings.add(attack, attack.judge(run));
    }

    private static void published(AuditRun run, Findings findings, HalfShadows shadows) {
        if (run.like().isEmpty()) {
            findings.noEvaluation(PUBLISHED);
            return;
        }
        PairedAttack attack =
                new PairedAttack(PUBLISHED, run.forgotten(), run.like().get());
        for (Map.Entry<AttackCurve.Attacked, TrainedModel> model : run.models().entrySet()) {
            attack.add(
                    model.getKey(),
                    shadows.published().scores(emulated(run, model.getValue(), run.forgotten())),
                    shadows.published()
                            .scores(emulated(run, model.getValue(), run.like().get())));
        }
        findings.add(
                attack,
                attack.report(
                        run,
                        "For comparison with the published attack only, it decides nothing: where a class was removed, its"
                                + " logit is taken to be 0."));
    }

    /** Puts a zero where a class of the version before has no column any more. */
    private static AttackFeatures emulated(AuditRun run, TrainedModel model, LabelledDocuments documents) {
        LabelSpace before = run.input().before().labelSpace();
        int[] columnOf = model.labelSpace().classes().stream()
                .mapToInt(name -> before.indexOf(name).orElseThrow())
                .toArray();
        Outputs widened = run.outputs(model, documents).widened(columnOf, before.size());
        return AttackFeatures.published(widened, documents.set().labels());
    }
}
