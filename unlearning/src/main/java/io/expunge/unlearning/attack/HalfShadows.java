/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.model.SoftmaxObjective;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.LimitedMemoryBfgs;
import io.expunge.unlearning.solve.Objective;
import io.expunge.unlearning.solve.StoppingRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixSparseCSC;

/**
 * Shadow models on random halves of each class of the training set before the removal, trained from zero over the vocabulary of the
 * version before, and what two attackers learn from all of them together: who was in a shadow's half and who was not.
 *
 * @param labelFree an attacker that needs no label
 * @param published an attacker with the features of the paper, the true label's cross-entropy among them
 */
record HalfShadows(LogisticAttacker labelFree, LogisticAttacker published) {
    /** A shadow's last digits don't show in what attackers learn from ten thousand documents. */
    private static final StoppingRule RULE = new StoppingRule(1e-2, 100);

    static HalfShadows train(AuditRun run) {
        TrainingSet all = run.input().training().set();
        DMatrixSparseCSC features = run.input().before().vectoriser().transform(all.counts(), run.workers());
        int shadows = run.settings().shadows();
        List<AttackFeatures> labelFree = new ArrayList<>();
        List<AttackFeatures> published = new ArrayList<>();
        BitSet everything = new BitSet();
        everything.set(0, all.documents());
        int[] seen = LabelledDocuments.atMost(
                        everything, AuditRun.MOST, run.settings().seed())
                .stream()
                .toArray();
        DMatrixSparseCSC seenFeatures = Columns.select(features, seen);
        int[] labels = all.labels();
        int[] seenLabels = IntStream.of(seen).map(row -> labels[row]).toArray();
        int[] in = new int[shadows * seen.length];
        for (int shadow = 0; shadow < shadows; shadow++) {
            run.steps().next("training shadow " + (shadow + 1) + " of " + shadows + " on half of the documents");
            BitSet half = half(all, new SplittableRandom(run.settings().seed() + 31L * (shadow + 1)));
            Outputs outputs = Outputs.of(shadow(run, features, half), seenFeatures);
            labelFree.add(AttackFeatures.labelFree(outputs));
            published.add(AttackFeatures.published(outputs, seenLabels));
            for (int i = 0; i < seen.length; i++) {
                in[shadow * seen.length + i] = half.get(seen[i]) ? 1 : 0;
            }
        }
        run.steps().next("training the attackers on all shadows");
        return new HalfShadows(
                LogisticAttacker.train(AttackFeatures.stacked(labelFree), in, run.workers(), run.steps()),
                LogisticAttacker.train(AttackFeatures.stacked(published), in, run.workers(), run.steps()));
    }

    /** Half of every class; of an odd number the odd one is in or out by chance. */
    private static BitSet half(TrainingSet all, SplittableRandom random) {
        BitSet half = new BitSet();
        for (int label = 0; label < all.labelSpace().size(); label++) {
            int[] rows = all.rowsOf(label).stream().toArray();
            int wanted = rows.length / 2 + (rows.length % 2 == 1 && random.nextBoolean() ? 1 : 0);
            for (int i = 0; i < wanted; i++) {
                int other = i + random.nextInt(rows.length - i);
                half.set(rows[other]);
                rows[other] = rows[i];
            }
        }
        return half;
    }

    private static TrainedModel shadow(AuditRun run, DMatrixSparseCSC features, BitSet half) {
        TrainedModel before = run.input().before();
        int[] labels = run.input().training().set().labels();
        SoftmaxObjective objective = new SoftmaxObjective(
                Columns.select(features, half.stream().toArray()),
                half.stream().map(row -> labels[row]).toArray(),
                before.labelSpace().size(),
                1 / run.settings().training().inverseRegularisation(),
                run.workers());
        Objective.Iterate iterate = objective.startAt(new double[objective.dimension()]);
        LimitedMemoryBfgs.standard().minimise(iterate, RULE, run.steps());
        return TrainedModel.rounded(before.vectoriser(), before.labelSpace(), iterate.parameters());
    }
}
