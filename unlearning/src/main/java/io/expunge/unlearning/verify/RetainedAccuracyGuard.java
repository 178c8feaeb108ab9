/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.statistics.Interval;
import io.expunge.unlearning.statistics.PairedProportions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a removal cost the classes that stay more accuracy than it may, on documents held out: class by class, and all of them
 * together. A class is breached where the whole interval of its change lies below the floor, so a lawful version is refused with a
 * probability of at most the level, whatever the number of classes. Where so few documents of a class are held out that losing
 * every one would not show a breach, the class is not judged.
 *
 * <p>Intervals are those of {@link PairedProportions}: both models answer the same documents, so that only those on which they
 * differ count, and classes have tens of documents, too few for a normal approximation. Stateless.
 *
 * @param floor the largest loss of accuracy allowed, a share above 0 and below 1
 * @param level the probability with which a version that breaches nothing may be refused, divided evenly among the classes
 */
public record RetainedAccuracyGuard(double floor, double level) {

    /** The check's name. */
    public static final String NAME = "retained-accuracy";

    private static final String ALL = "all classes together";

    public RetainedAccuracyGuard {
        if (!(floor > 0 && floor < 1 && level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "floor and level must lie between 0 and 1, got " + floor + " and " + level);
        }
    }

    /** Five points of accuracy, refused wrongly once in a hundred versions at most. */
    public static RetainedAccuracyGuard standard() {
        return new RetainedAccuracyGuard(0.05, 0.01);
    }

    /** The same with another floor. */
    public RetainedAccuracyGuard withFloor(double other) {
        return new RetainedAccuracyGuard(other, level);
    }

    private record Loss(String name, PairedProportions change, Interval interval) {
        double upper() {
            return interval.upper();
        }
    }

    /**
     * Compares two versions.
     *
     * @param before the version before, with the classes of the evaluation set
     * @param after the version about to be announced; what it lacks of those classes was removed
     * @param evaluation documents held out, counted over the terms of both; empty when none were registered
     */
    public Check check(TrainedModel before, TrainedModel after, Optional<TrainingSet> evaluation) {
        if (evaluation.isEmpty()) {
            return Check.notRun(NAME, "There is no evaluation set: register the model with documents held out.");
        }
        List<Loss> losses = losses(before, after, evaluation.get());
        List<Loss> judged = losses.stream().filter(this::couldShowABreach).toList();
        if (judged.isEmpty()) {
            return Check.notRun(
                    NAME,
                    "The evaluation set has too few documents of the classes left to show a loss of " + percent(floor)
                            + " in any of them.");
        }
        Loss worst =
                judged.stream().min(Comparator.comparingDouble(Loss::upper)).orElseThrow();
        boolean breached = worst.upper() < -floor;
        return new Check(
                NAME,
                CheckKind.EMPIRICAL,
                breached ? CheckOutcome.FAILED : CheckOutcome.PASSED,
                OptionalDouble.of(worst.change().difference()),
                OptionalDouble.of(-floor),
                Optional.of(worst.interval()),
                detail(worst, breached, judged.size(), losses.size()));
    }

    private List<Loss> losses(TrainedModel before, TrainedModel after, TrainingSet evaluation) {
        int classes = evaluation.labelSpace().size();
        int[] gained = new int[classes + 1];
        int[] lost = new int[classes + 1];
        int[] documents = new int[classes + 1];
        boolean[] rightBefore = right(before, evaluation);
        boolean[] rightAfter = right(after, evaluation);
        int[] labels = evaluation.labels();
        for (int row = 0; row < labels.length; row++) {
            if (after.labelSpace().contains(evaluation.labelSpace().name(labels[row]))) {
                for (int group : new int[] {labels[row], classes}) {
                    documents[group]++;
                    gained[group] += rightAfter[row] && !rightBefore[row] ? 1 : 0;
                    lost[group] += rightBefore[row] && !rightAfter[row] ? 1 : 0;
                }
            }
        }
        double confidence = 1 - 2 * level / (after.labelSpace().size() + 1);
        List<Loss> losses = new ArrayList<>();
        for (int group = 0; group <= classes; group++) {
            if (documents[group] > 0) {
                PairedProportions change = new PairedProportions(gained[group], lost[group], documents[group]);
                String name = group == classes ? ALL : evaluation.labelSpace().name(group);
                losses.add(new Loss(name, change, change.interval(confidence)));
            }
        }
        return losses;
    }

    private static boolean[] right(TrainedModel model, TrainingSet set) {
        int[] predicted = model.predict(model.vectoriser().transform(set.counts()));
        int[] labels = set.labels();
        boolean[] right = new boolean[labels.length];
        for (int row = 0; row < labels.length; row++) {
            right[row] = model.labelSpace()
                    .name(predicted[row])
                    .equals(set.labelSpace().name(labels[row]));
        }
        return right;
    }

    private boolean couldShowABreach(Loss loss) {
        int trials = loss.change().trials();
        return new PairedProportions(0, trials, trials)
                        .interval(loss.interval().confidence())
                        .upper()
                < -floor;
    }

    private String detail(Loss worst, boolean breached, int judged, int groups) {
        return (breached ? "Accuracy fell by more than " : "No loss of accuracy beyond ") + percent(floor)
                + (breached ? " on " : " was shown; the nearest to one is ") + worst.name() + ": "
                + worst.change().lost() + " answers turned wrong and "
                + worst.change().gained() + " right among "
                + worst.change().trials() + " documents, a change of "
                + percent(worst.change().difference()) + ". Judged: " + judged + " of " + groups
                + " groups, the classes left and all of them together.";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f points", 100 * share);
    }
}
