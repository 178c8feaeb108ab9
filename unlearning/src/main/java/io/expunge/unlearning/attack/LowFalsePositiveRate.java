/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.statistics.BinomialRate;
import io.expunge.unlearning.statistics.Interval;
import io.expunge.unlearning.statistics.PairedProportions;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.CheckOutcome;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How many forgotten documents an attack finds while it accuses at most one in a thousand wrongly, against how many it finds in the
 * reference. The threshold is fixed on one half of the documents held out, the rate of false accusations is bounded by Clopper and
 * Pearson on the other.
 */
final class LowFalsePositiveRate {
    static final String NAME = "attack.likelihood-ratio.one-in-a-thousand";
    static final double RATE = 0.001;
    private static final double CONFIDENCE = 0.95;

    private LowFalsePositiveRate() {}

    static Check judge(AuditRun run, PairedAttack attack) {
        int others = attack.highestOfClusters(AttackCurve.Attacked.RELEASED, false).length;
        int half = BinomialRate.trialsToShow(RATE, CONFIDENCE);
        if (others < 2 * half) {
            return Check.notRun(
                    NAME,
                    "Too few: " + others + " documents or subjects held out; it takes " + 2 * half
                            + ", one half to fix a threshold and the other to show that it accuses at most one in a"
                            + " thousand wrongly.");
        }
        boolean[] fixing = halves(others, run.settings().seed());
        boolean[] released = found(attack, AttackCurve.Attacked.RELEASED, fixing);
        boolean[] reference = found(attack, AttackCurve.Attacked.REFERENCE, fixing);
        int more = 0;
        int fewer = 0;
        for (int i = 0; i < released.length; i++) {
            more += released[i] && !reference[i] ? 1 : 0;
            fewer += reference[i] && !released[i] ? 1 : 0;
        }
        PairedProportions change = new PairedProportions(more, fewer, released.length);
        Interval interval = change.interval(1 - 2 * run.settings().levelOfOne());
        return check(run, change, interval, falseRate(attack, fixing));
    }

    private static Check check(AuditRun run, PairedProportions change, Interval interval, BinomialRate falseRate) {
        double margin = run.settings().margin();
        boolean within = interval.liesWithin(-margin, margin);
        boolean outside = interval.lower() > margin || interval.upper() < -margin;
        CheckOutcome outcome = within ? CheckOutcome.PASSED : outside ? CheckOutcome.FAILED : CheckOutcome.NOT_RUN;
        return new Check(
                NAME,
                CheckKind.EMPIRICAL,
                outcome,
                OptionalDouble.of(change.difference()),
                OptionalDouble.of(margin),
                Optional.of(interval),
                (outcome == CheckOutcome.NOT_RUN ? "Too few forgotten documents or subjects to tell. " : "")
                        + "Of " + change.trials() + " forgotten documents or subjects " + change.gained()
                        + " are found in the released version only and " + change.lost()
                        + " in the reference only, at a threshold that accuses fewer than "
                        + PairedAttack.number(falseRate.upperBound(CONFIDENCE)) + " wrongly.");
    }

    private static boolean[] halves(int documents, long seed) {
        SplittableRandom random = new SplittableRandom(seed + 5);
        boolean[] fixing = new boolean[documents];
        int left = documents / 2;
        for (int i = 0; i < documents; i++) {
            fixing[i] = random.nextInt(documents - i) < left;
            left -= fixing[i] ? 1 : 0;
        }
        return fixing;
    }

    private static double threshold(double[] scores, boolean[] fixing) {
        double[] sorted = IntStream.range(0, scores.length)
                .filter(i -> fixing[i])
                .mapToDouble(i -> scores[i])
                .sorted()
                .toArray();
        return sorted[sorted.length - 1 - (int) Math.floor(RATE * sorted.length)];
    }

    private static boolean[] found(PairedAttack attack, AttackCurve.Attacked model, boolean[] fixing) {
        double threshold = threshold(attack.highestOfClusters(model, false), fixing);
        double[] scores = attack.highestOfClusters(model, true);
        boolean[] found = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            found[i] = scores[i] > threshold;
        }
        return found;
    }

    private static BinomialRate falseRate(PairedAttack attack, boolean[] fixing) {
        double[] scores = attack.highestOfClusters(AttackCurve.Attacked.RELEASED, false);
        double threshold = threshold(scores, fixing);
        int trials = 0;
        int hits = 0;
        for (int i = 0; i < scores.length; i++) {
            trials += fixing[i] ? 0 : 1;
            hits += !fixing[i] && scores[i] > threshold ? 1 : 0;
        }
        return new BinomialRate(hits, trials);
    }
}
