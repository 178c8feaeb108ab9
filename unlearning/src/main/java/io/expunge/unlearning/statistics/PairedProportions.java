/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.statistics;

/**
 * The change of a share between two looks at the same items, such as the accuracy of two models on the same documents. Only
 * the items that differ count, as in the test of McNemar (1947).
 *
 * <p>The interval is exact and conservative: each of the two discordant rates gets the bound of Clopper and Pearson, the error
 * split evenly between them. McNemar's test itself asks whether the change is zero; a guard asks how large it may be, which the
 * conditional test can't answer, since the count of discordant items says nothing about their rate.
 *
 * @param gained items that hold at the second look only
 * @param lost items that held at the first look only
 * @param trials items in all, at least 1
 */
public record PairedProportions(int gained, int lost, int trials) {

    public PairedProportions {
        if (trials < 1 || gained < 0 || lost < 0 || gained > trials - lost) {
            throw new IllegalArgumentException(
                    gained + " gained and " + lost + " lost of " + trials + " items is no change of a share");
        }
    }

    /** The second share minus the first. */
    public double difference() {
        return (gained - lost) / (double) trials;
    }

    /** Holds the change at least as often as its confidence says. */
    public Interval interval(double confidence) {
        double each = 1 - (1 - confidence) / 4;
        BinomialRate up = new BinomialRate(gained, trials);
        BinomialRate down = new BinomialRate(lost, trials);
        return new Interval(
                up.lowerBound(each) - down.upperBound(each), up.upperBound(each) - down.lowerBound(each), confidence);
    }
}
