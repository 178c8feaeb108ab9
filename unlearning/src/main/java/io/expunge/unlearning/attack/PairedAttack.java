/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.statistics.BinomialRate;
import io.expunge.unlearning.statistics.Equivalence;
import io.expunge.unlearning.statistics.Interval;
import io.expunge.unlearning.statistics.PairedAreas;
import io.expunge.unlearning.statistics.RocCurve;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import io.expunge.unlearning.verify.CheckOutcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One attack's scores on the same documents under several models, and the judgement: whether the area under the released version's
 * curve is shown to be within the margin of the reference's. Not thread-safe.
 */
final class PairedAttack {
    /** With fewer a percentile interval is too short to accuse anybody by. */
    private static final int FEWEST_TO_FAIL = 30;

    private final String name;
    private final LabelledDocuments positives;
    private final LabelledDocuments negatives;
    private final Map<AttackCurve.Attacked, double[][]> scores = new EnumMap<>(AttackCurve.Attacked.class);

    PairedAttack(String name, LabelledDocuments positives, LabelledDocuments negatives) {
        this.name = name;
        this.positives = positives;
        this.negatives = negatives;
    }

    /** Adds the scores under one model; higher says positive. */
    void add(AttackCurve.Attacked model, double[] ofPositives, double[] ofNegatives) {
        scores.put(model, new double[][] {ofPositives, ofNegatives});
    }

    double[] scoresOf(AttackCurve.Attacked model, boolean positive) {
        double[][] both = scores.get(model);
        if (both == null) {
            throw new IllegalStateException("the attack " + name + " was not tried on " + model);
        }
        return both[positive ? 0 : 1];
    }

    /** The highest score of each document, or of all that belong together: a subject is found where one of theirs is. */
    double[] highestOfClusters(AttackCurve.Attacked model, boolean positive) {
        int[] clusters = (positive ? positives : negatives).clusters();
        double[] all = scoresOf(model, positive);
        Map<Integer, Double> highest = new LinkedHashMap<>();
        for (int i = 0; i < all.length; i++) {
            highest.merge(clusters[i], all[i], Math::max);
        }
        return highest.values().stream().mapToDouble(score -> score).toArray();
    }

    List<AttackCurve> curves() {
        List<AttackCurve> curves = new ArrayList<>();
        scores.forEach((model, both) -> curves.add(AttackCurve.of(name, model, both[0], both[1])));
        return curves;
    }

    private PairedAreas areas() {
        return PairedAreas.of(paired(true, positives), paired(false, negatives));
    }

    private PairedAreas.Scores paired(boolean positive, LabelledDocuments documents) {
        return new PairedAreas.Scores(
                scoresOf(AttackCurve.Attacked.RELEASED, positive),
                scoresOf(AttackCurve.Attacked.REFERENCE, positive),
                documents.clusters());
    }

    /** Clusters of each kind below which not even a difference of zero could be claimed. */
    static int clustersNeeded(AuditSettings settings) {
        return BinomialRate.trialsToShow(settings.margin(), 1 - settings.levelOfOne());
    }

    /** The two one-sided tests at one claim's level. */
    Check judge(AuditRun run) {
        AuditSettings settings = run.settings();
        PairedAreas areas = areas();
        Interval interval = interval(areas, run);
        int fewest = Math.min(positives.distinctClusters(), negatives.distinctClusters());
        CheckOutcome outcome = outcome(interval, fewest, settings);
        return check(outcome, areas, interval, settings, reason(outcome, interval, fewest, settings));
    }

    /** The areas as information, judged by nobody. */
    Check report(AuditRun run, String why) {
        PairedAreas areas = areas();
        return check(CheckOutcome.NOT_RUN, areas, interval(areas, run), run.settings(), why);
    }

    private Interval interval(PairedAreas areas, AuditRun run) {
        AuditSettings settings = run.settings();
        return areas.interval(1 - 2 * settings.levelOfOne(), settings.seed() ^ name.hashCode(), run.workers());
    }

    private static CheckOutcome outcome(Interval interval, int fewest, AuditSettings settings) {
        boolean outside = interval.lower() > settings.margin() || interval.upper() < -settings.margin();
        if (outside && fewest >= FEWEST_TO_FAIL) {
            return CheckOutcome.FAILED;
        }
        if (fewest < clustersNeeded(settings)) {
            return CheckOutcome.NOT_RUN;
        }
        return switch (new Equivalence(settings.margin()).judge(interval)) {
            case EQUIVALENT -> CheckOutcome.PASSED;
            case NOT_EQUIVALENT -> CheckOutcome.FAILED;
            case TOO_FEW -> CheckOutcome.NOT_RUN;
        };
    }

    private Check check(
            CheckOutcome outcome, PairedAreas areas, Interval interval, AuditSettings settings, String reason) {
        return new Check(
                name,
                CheckKind.EMPIRICAL,
                outcome,
                OptionalDouble.of(areas.difference()),
                OptionalDouble.of(settings.margin()),
                Optional.of(interval),
                reason + " Areas under the curve: " + beforeText() + number(areas.firstArea()) + " as released, "
                        + number(areas.secondArea()) + " had the documents never been there; difference "
                        + number(areas.difference()) + ", " + number(interval.lower()) + " to "
                        + number(interval.upper()) + " at " + number(interval.confidence()) + "; "
                        + positives.documents() + " documents against " + negatives.documents() + ".");
    }

    private String beforeText() {
        double[][] before = scores.get(AttackCurve.Attacked.BEFORE);
        return before == null ? "" : number(RocCurve.of(before[0], before[1]).area()) + " before, ";
    }

    private String reason(CheckOutcome outcome, Interval interval, int fewest, AuditSettings settings) {
        String margin = number(settings.margin());
        return switch (outcome) {
            case PASSED ->
                "The attack learns as much as from a model that never saw the documents, within " + margin + ".";
            case FAILED -> failure(interval, margin);
            case NOT_RUN -> tooFew(interval, fewest, settings);
        };
    }

    private static String failure(Interval interval, String margin) {
        if (interval.lower() > 0) {
            return "The released version gives more away than a model that never saw the documents.";
        }
        if (interval.upper() < 0) {
            return "The released version scores the documents below a model that never saw them, which gives them away too.";
        }
        return "The released version was not shown to be within " + margin
                + " of a model that never saw the documents.";
    }

    private static String tooFew(Interval interval, int fewest, AuditSettings settings) {
        double wider = interval.width() / (2 * settings.margin());
        long forWidth = (long) Math.ceil(fewest * wider * wider);
        return "Too few: " + fewest + " independent documents or subjects on the smaller side; a claim within "
                + number(settings.margin()) + " takes about " + Math.max(forWidth, clustersNeeded(settings))
                + " on each.";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
