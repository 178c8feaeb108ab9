/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.method.ForgetSet;
import io.expunge.unlearning.method.Unlearned;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.method.UnlearningProblem;
import io.expunge.unlearning.method.UnlearningSettings;
import io.expunge.unlearning.method.VectoriserPolicy;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.util.BitSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The offline likelihood-ratio attack (Carlini, Chien, Nasr, Song, Terzis and Tramèr 2022, section V): how far a document's statistic
 * lies above what models say that never saw it. Such models are shadows of the reference, each without another tenth of the retained
 * documents; a document's mean is its own, and the variance is one for all documents, which below 64 shadows is the better estimate
 * (section VI.C). All shadows are made from the reference by our own engine, which is quick and, since the reference is trained
 * from zero, not circular.
 *
 * <p>The statistic of a document whose class stays is the true label's logit-scaled confidence ln(p / (1 − p)). Where its class is
 * gone it is the energy ln Σ exp(logit): it needs no label, and a class that was dropped and not unlearned leaves the other logits of
 * its training documents low, which probabilities, blind to a common shift, don't show. Where one forget set has documents of both
 * kinds they are ranked together, and the attack is the weaker for it.
 */
final class LikelihoodRatioAttack {
    static final String NAME = "attack.likelihood-ratio";
    private static final double SHADOW_BOUND = 1e-3;
    private static final int PARTS = 10;

    private LikelihoodRatioAttack() {}

    static PairedAttack attack(AuditRun run, LabelledDocuments members, LabelledDocuments others) {
        double[] memberMeans = new double[members.documents()];
        double[] otherMeans = new double[others.documents()];
        int shadows = run.settings().shadows();
        for (int shadow = 0; shadow < shadows; shadow++) {
            run.steps().next("shadow " + (shadow + 1) + " of " + shadows + " without a tenth of the documents");
            TrainedModel model = shadow(run, shadow);
            add(statistics(run, model, members), memberMeans, shadows);
            add(statistics(run, model, others), otherMeans, shadows);
        }
        PairedAttack attack = new PairedAttack(NAME, members, others);
        run.models()
                .forEach((which, model) -> attack.add(
                        which,
                        above(statistics(run, model, members), memberMeans),
                        above(statistics(run, model, others), otherMeans)));
        return attack;
    }

    static void run(AuditRun run, Findings findings) {
        if (run.like().isEmpty()) {
            findings.noEvaluation(NAME);
            findings.noEvaluation(LowFalsePositiveRate.NAME);
            return;
        }
        PairedAttack attack = attack(run, run.forgotten(), run.like().get());
        findings.add(attack, attack.judge(run));
        findings.add(LowFalsePositiveRate.judge(run, attack));
    }

    private static TrainedModel shadow(AuditRun run, int shadow) {
        UnlearningSettings settings = new UnlearningSettings(
                run.settings().training().inverseRegularisation(),
                SHADOW_BOUND,
                run.settings().training().maximumPasses(),
                run.settings().training().parallelism(),
                VectoriserPolicy.REFIT);
        Unlearned unlearned = UnlearningMethods.standard()
                .unlearn(
                        new UnlearningProblem(
                                run.reference().model(),
                                run.retained(),
                                ForgetSet.ofDocuments(part(
                                        run.retained(), shadow, run.settings().seed())),
                                settings),
                        run.steps());
        return unlearned.model();
    }

    /**
     * Ten shadows leave every document out once; after them the documents are dealt anew. A class keeps its last document, or a
     * shadow would have no answer for it.
     */
    static BitSet part(TrainingSet set, int shadow, long seed) {
        int documents = set.documents();
        int[] order = new int[documents];
        SplittableRandom random = new SplittableRandom(seed + 77L + shadow / PARTS);
        for (int i = 0; i < documents; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        BitSet part = new BitSet();
        for (int i = shadow % PARTS; i < documents; i += PARTS) {
            part.set(order[i]);
        }
        for (int label = 0; label < set.labelSpace().size(); label++) {
            BitSet left = set.rowsOf(label);
            int last = left.length() - 1;
            left.andNot(part);
            if (left.isEmpty() && last >= 0) {
                part.clear(last);
            }
        }
        return part;
    }

    private static double[] statistics(AuditRun run, TrainedModel model, LabelledDocuments documents) {
        Outputs outputs = run.outputs(model, documents);
        int[] labels = documents.set().labels();
        Set<String> removed = run.input().removedClasses();
        double[] statistics = new double[labels.length];
        for (int document = 0; document < labels.length; document++) {
            String name = documents.set().labelSpace().name(labels[document]);
            statistics[document] = removed.contains(name)
                    ? outputs.energy(document)
                    : outputs.logitScaledConfidence(
                            document, model.labelSpace().indexOf(name).orElseThrow());
        }
        return statistics;
    }

    private static void add(double[] statistics, double[] means, int shadows) {
        for (int i = 0; i < means.length; i++) {
            means[i] += statistics[i] / shadows;
        }
    }

    /** With one variance for all the ratio's order is that of the difference. */
    private static double[] above(double[] statistics, double[] means) {
        for (int i = 0; i < means.length; i++) {
            statistics[i] -= means[i];
        }
        return statistics;
    }
}
