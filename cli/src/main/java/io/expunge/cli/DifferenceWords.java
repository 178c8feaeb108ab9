/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Reassignment;
import io.expunge.processor.artifact.ModelComparison;
import io.expunge.processor.artifact.ModelComparison.Overlap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A difference of versions in words. Used by one thread. */
final class DifferenceWords {
    private static final int NAMED = 5;
    private static final int LABEL = 14;

    private final VersionDifference difference;
    private final ModelVersionPublished from;
    private final ModelVersionPublished to;
    private final List<String> lines = new ArrayList<>();

    private DifferenceWords(VersionDifference difference) {
        this.difference = difference;
        this.from = difference.from().event();
        this.to = difference.to().event();
    }

    static List<String> of(VersionDifference difference) {
        DifferenceWords words = new DifferenceWords(difference);
        words.title();
        words.classes();
        words.data();
        words.requests();
        words.figures();
        words.behaviour();
        difference.notCompared().forEach(sentence -> words.line("Not compared", sentence));
        return words.lines;
    }

    private void title() {
        lines.add("Model '" + to.getModelId() + "', from " + name(difference.from()) + " to " + name(difference.to()));
        line("Way", way());
    }

    private static String name(PublishedVersion version) {
        return "version " + version.number() + " (" + version.stateWords() + ")";
    }

    private String way() {
        List<String> parts = new ArrayList<>();
        VersionPath path = difference.path();
        if (!path.undone().isEmpty()) {
            parts.add("back over " + steps(path.undone()));
        }
        if (!path.done().isEmpty()) {
            parts.add("on over " + steps(path.done()));
        }
        return parts.isEmpty() ? "the same version" : String.join(", then ", parts);
    }

    private static String steps(List<PublishedVersion> steps) {
        return steps.stream()
                .map(step -> step.number() + " (" + step.operationWords() + ")")
                .collect(Collectors.joining(", "));
    }

    private void classes() {
        List<String> parts = new ArrayList<>();
        parts.add(arrow(from.getClasses().size(), to.getClasses().size()));
        named("without", difference.classesGone()).ifPresent(parts::add);
        named("new", difference.classesNew()).ifPresent(parts::add);
        line("Classes", String.join("; ", parts));
    }

    private static Optional<String> named(String what, List<String> names) {
        return names.isEmpty() ? Optional.empty() : Optional.of(what + " " + firstOf(names));
    }

    private static String firstOf(List<String> names) {
        String first = names.stream().limit(NAMED).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
    }

    private void data() {
        line("Documents", arrow(from.getDocuments(), to.getDocuments()) + overlap(ModelComparison::documents));
        line("Terms", arrow(from.getTerms(), to.getTerms()) + overlap(ModelComparison::terms));
    }

    private String overlap(java.util.function.Function<ModelComparison, Overlap> part) {
        return difference
                .comparison()
                .map(part)
                .map(overlap -> String.format(
                        Locale.ROOT,
                        "; %,d in both, %,d only in version %d, %,d only in version %d",
                        overlap.shared(),
                        overlap.onlyBefore(),
                        from.getVersion(),
                        overlap.onlyAfter(),
                        to.getVersion()))
                .orElse("");
    }

    private void requests() {
        line("Requests", served("served on the way", difference.path().done(), difference.servedSince()));
        if (!difference.path().undone().isEmpty()) {
            line("", served("served by the versions left out", difference.path().undone(), difference.servedBeside()));
        }
    }

    private static String served(String what, List<PublishedVersion> steps, List<VersionDifference.Served> named) {
        long number = VersionDifference.requests(steps);
        String ids = named.stream()
                .limit(NAMED)
                .map(VersionDifference.Served::requestId)
                .collect(Collectors.joining(", "));
        String more = number > NAMED ? " and " + Words.number(number - NAMED) + " more" : "";
        return number == 0 ? "none " + what : Words.number(number) + " " + what + ": " + ids + more;
    }

    private void figures() {
        Double before = difference.isOneStep() ? to.getRetainedAccuracyBefore() : null;
        line(
                "Accuracy",
                before == null
                        ? accuracy(from.getRetainedAccuracyAfter()) + " -> " + accuracy(to.getRetainedAccuracyAfter())
                                + ", each on its own evaluation documents"
                        : accuracy(before) + " -> " + accuracy(to.getRetainedAccuracyAfter())
                                + " on the evaluation documents of version " + to.getVersion());
        line("Proved", proved(from) + " -> " + proved(to) + " of the exact optimum on its own documents (relative)");
    }

    private static String accuracy(@Nullable Double value) {
        return value == null ? "unknown" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String proved(ModelVersionPublished version) {
        return ProvedWords.of(version).orElse("nothing");
    }

    private void behaviour() {
        difference.comparison().ifPresent(comparison -> {
            line(
                    "Parameters",
                    String.format(
                            Locale.ROOT,
                            "%.3g apart, %.2g of the norm of version %d, over %,d shared terms and %d shared classes",
                            comparison.parameters().distance(),
                            comparison.parameters().relative(),
                            from.getVersion(),
                            comparison.parameters().terms(),
                            comparison.parameters().classes()));
            line(
                    "Decisions",
                    comparison.decisions().map(DifferenceWords::decisions).orElse("no evaluation document in both"));
        });
        moved();
    }

    private static String decisions(ModelComparison.Decisions decisions) {
        String moves = decisions.moves().stream()
                .limit(NAMED)
                .map(move -> "'" + move.from() + "' -> '" + move.to() + "' " + Words.number(move.documents()))
                .collect(Collectors.joining(", "));
        return Words.number(decisions.changed()) + " of " + Words.number(decisions.documents())
                + " shared evaluation documents are classified otherwise" + (moves.isEmpty() ? "" : ": " + moves);
    }

    /** A line for each removed class: where its documents go, the most first. */
    private void moved() {
        Map<String, List<Reassignment>> byClass = new LinkedHashMap<>();
        difference.reassignments().forEach(one -> byClass.computeIfAbsent(
                        one.getRemovedClass(), key -> new ArrayList<>())
                .add(one));
        byClass.entrySet().stream()
                .limit(NAMED)
                .forEach(removed -> line("Reassigned", moved(removed.getKey(), removed.getValue())));
        if (byClass.size() > NAMED) {
            line("", "and those of " + (byClass.size() - NAMED) + " other classes");
        }
    }

    private static String moved(String removed, List<Reassignment> reassignments) {
        String shown = reassignments.stream()
                .limit(NAMED)
                .map(one -> "'" + one.getRetainedClass() + "' " + Words.number(one.getDocuments()))
                .collect(Collectors.joining(", "));
        return "documents of '" + removed + "' now go to " + shown + (reassignments.size() > NAMED ? ", ..." : "");
    }

    private static String arrow(long before, long after) {
        return before == after ? Words.number(before) : Words.number(before) + " -> " + Words.number(after);
    }

    private void line(String label, String text) {
        lines.add("  " + label + " ".repeat(Math.max(1, LABEL - label.length())) + text);
    }
}
