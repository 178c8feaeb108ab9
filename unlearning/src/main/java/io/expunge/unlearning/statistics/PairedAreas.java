/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.statistics;

import io.expunge.unlearning.solve.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The difference of two areas under the ROC curve that were measured on the same items, with an interval from a bootstrap over
 * clusters (Efron and Tibshirani 1993, chapters 13 and 16; Field and Welsh 2007): what belongs together, such as the documents
 * of one person, is drawn together, and an item's two scores always are. The same bits for any number of threads.
 *
 * <p>Positives and negatives are drawn apart, each as many clusters as there are. Thread-safe.
 */
public final class PairedAreas {
    private static final int REPLICATES = 2000;
    private static final int BLOCK = 16;

    private final Ranked first;
    private final Ranked second;
    private final int[] positiveClusters;
    private final int[] negativeClusters;
    private final int positiveCount;
    private final int negativeCount;

    /**
     * The scores of some items under two models.
     *
     * @param first scores under the model in question, one for each item
     * @param second scores under the reference, in the same order
     * @param clusters what an item belongs to; equal numbers belong together
     */
    public record Scores(double[] first, double[] second, int[] clusters) {
        public Scores {
            if (first.length != second.length || first.length != clusters.length || first.length == 0) {
                throw new IllegalArgumentException("paired scores need as many of each, and at least one: "
                        + first.length + ", " + second.length + " and " + clusters.length + " clusters");
            }
        }
    }

    private PairedAreas(Scores positives, Scores negatives) {
        first = Ranked.of(positives.first(), negatives.first());
        second = Ranked.of(positives.second(), negatives.second());
        positiveClusters = dense(positives.clusters());
        negativeClusters = dense(negatives.clusters());
        positiveCount = 1 + Arrays.stream(positiveClusters).max().orElse(-1);
        negativeCount = 1 + Arrays.stream(negativeClusters).max().orElse(-1);
    }

    public static PairedAreas of(Scores positives, Scores negatives) {
        return new PairedAreas(positives, negatives);
    }

    /** All items, positives first, in the order of their scores. */
    private record Ranked(int[] order, boolean[] tiedWithBefore, int positives) {
        static Ranked of(double[] positives, double[] negatives) {
            double[] all = Arrays.copyOf(positives, positives.length + negatives.length);
            System.arraycopy(negatives, 0, all, positives.length, negatives.length);
            for (double score : all) {
                if (Double.isNaN(score)) {
                    throw new IllegalArgumentException("a score is not a number");
                }
            }
            int[] order = IntStream.range(0, all.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer item) -> all[item]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            boolean[] tied = new boolean[order.length];
            for (int i = 1; i < order.length; i++) {
                tied[i] = all[order[i]] == all[order[i - 1]];
            }
            return new Ranked(order, tied, positives.length);
        }

        /** The area where every item counts as often as it was drawn; one half if nothing of one kind was. */
        double area(int[] times) {
            double negativesBelow = 0;
            double wins = 0;
            double positivesInAll = 0;
            int at = 0;
            while (at < order.length) {
                long tiedPositives = 0;
                long tiedNegatives = 0;
                do {
                    int item = order[at++];
                    if (item < positives) {
                        tiedPositives += times[item];
                    } else {
                        tiedNegatives += times[item];
                    }
                } while (at < order.length && tiedWithBefore[at]);
                wins += tiedPositives * (negativesBelow + tiedNegatives / 2.0);
                negativesBelow += tiedNegatives;
                positivesInAll += tiedPositives;
            }
            double pairs = positivesInAll * negativesBelow;
            return pairs == 0 ? 0.5 : wins / pairs;
        }
    }

    private static int[] dense(int[] clusters) {
        int[] distinct = Arrays.stream(clusters).distinct().sorted().toArray();
        return Arrays.stream(clusters)
                .map(cluster -> Arrays.binarySearch(distinct, cluster))
                .toArray();
    }

    private int[] once() {
        int[] times = new int[positiveClusters.length + negativeClusters.length];
        Arrays.fill(times, 1);
        return times;
    }

    /** The area under the model in question. */
    public double firstArea() {
        return first.area(once());
    }

    /** The area under the reference. */
    public double secondArea() {
        return second.area(once());
    }

    /** First area minus second. */
    public double difference() {
        return firstArea() - secondArea();
    }

    /**
     * The percentile interval of the difference from two thousand bootstrap samples.
     *
     * @param seed of the samples
     */
    public Interval interval(double confidence, long seed, Workers workers) {
        double[] differences = new double[REPLICATES];
        // Seeds a fixed step apart would give every sample the draws of the one before, moved on by one.
        long[] seeds = new SplittableRandom(seed).longs(REPLICATES).toArray();
        workers.forEachBlock(REPLICATES, BLOCK, (block, from, to) -> {
            for (int replicate = from; replicate < to; replicate++) {
                int[] times = draw(new SplittableRandom(seeds[replicate]));
                differences[replicate] = first.area(times) - second.area(times);
            }
        });
        Arrays.sort(differences);
        double tail = (1 - confidence) / 2;
        int cut = (int) Math.floor(tail * REPLICATES);
        return new Interval(differences[cut], differences[REPLICATES - 1 - cut], confidence);
    }

    private int[] draw(SplittableRandom random) {
        int[] positive = counts(random, positiveCount);
        int[] negative = counts(random, negativeCount);
        int[] times = new int[positiveClusters.length + negativeClusters.length];
        for (int item = 0; item < positiveClusters.length; item++) {
            times[item] = positive[positiveClusters[item]];
        }
        for (int item = 0; item < negativeClusters.length; item++) {
            times[positiveClusters.length + item] = negative[negativeClusters[item]];
        }
        return times;
    }

    private static int[] counts(SplittableRandom random, int clusters) {
        int[] times = new int[clusters];
        for (int draw = 0; draw < clusters; draw++) {
            times[random.nextInt(clusters)]++;
        }
        return times;
    }
}
