/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.verify.Check;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Whether the answers about the classes that stay still reveal the removed one: an attacker is trained to tell documents of the
 * removed class from others by all logits that are left, once on the released version and once on the reference, which must leave
 * as much of a trace, for a class is told from its neighbours by any model that knows these.
 *
 * <p>Only documents held out are used, each scored by an attacker trained on the other half of them.
 */
final class NeighbourClassAttack {
    static final String NAME = "attack.neighbour-classes";

    private NeighbourClassAttack() {}

    static void run(AuditRun run, Findings findings) {
        if (!run.classesGo()) {
            findings.add(Check.notRun(NAME, "No class was removed, so there is no neighbour to ask."));
        } else if (run.like().isEmpty() || run.unlike().isEmpty()) {
            findings.noEvaluation(NAME);
        } else {
            run.steps().next("asking the neighbours of the removed class");
            PairedAttack attack =
                    new PairedAttack(NAME, run.like().get(), run.unlike().get());
            run.models().forEach((which, model) -> add(run, attack, which, model));
            findings.add(attack, attack.judge(run));
        }
    }

    private static void add(AuditRun run, PairedAttack attack, AttackCurve.Attacked which, TrainedModel model) {
        LabelledDocuments positives = run.like().orElseThrow();
        LabelledDocuments negatives = run.unlike().orElseThrow();
        AttackFeatures features = AttackFeatures.stacked(List.of(
                AttackFeatures.logits(run.outputs(model, positives)),
                AttackFeatures.logits(run.outputs(model, negatives))));
        int count = features.documents();
        boolean[] second = halves(run, positives, negatives);
        double[] scores = new double[count];
        for (boolean half : new boolean[] {false, true}) {
            int[] learnt = where(second, half);
            int[] scored = where(second, !half);
            int[] positive = IntStream.of(learnt)
                    .map(row -> row < positives.documents() ? 1 : 0)
                    .toArray();
            double[] found = LogisticAttacker.train(features.rows(learnt), positive, run.workers(), run.steps())
                    .scores(features.rows(scored));
            for (int i = 0; i < scored.length; i++) {
                scores[scored[i]] = found[i];
            }
        }
        attack.add(
                which,
                Arrays.copyOf(scores, positives.documents()),
                Arrays.copyOfRange(scores, positives.documents(), count));
    }

    /** Clusters stay together, or an attacker would be scored on what it has learnt. */
    private static boolean[] halves(AuditRun run, LabelledDocuments positives, LabelledDocuments negatives) {
        int[] clusters = IntStream.concat(IntStream.of(positives.clusters()), IntStream.of(negatives.clusters()))
                .toArray();
        boolean[] second = new boolean[clusters.length];
        for (int row = 0; row < clusters.length; row++) {
            second[row] =
                    new SplittableRandom(run.settings().seed() + 0x9e3779b97f4a7c15L * clusters[row]).nextBoolean();
        }
        return second;
    }

    private static int[] where(boolean[] flags, boolean value) {
        return IntStream.range(0, flags.length).filter(i -> flags[i] == value).toArray();
    }
}
