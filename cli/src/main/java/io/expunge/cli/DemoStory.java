/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Reassignment;
import io.expunge.events.SolverEvidence;
import io.expunge.events.StatusTransition;
import io.expunge.processor.artifact.ModelTraining;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells a demo: the story for a person, or one object at the end for a program. */
final class DemoStory {
    private static final int NEIGHBOURS = 6;
    private static final String INDENT = "      ";

    private final Terminal terminal;
    private final boolean json;

    DemoStory(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    void begin(DemoPlan plan) {
        say("A document classifier is asked to forget a class, and proves that it did.");
        say("");
        say("[1/5] Starting a Kafka broker, a schema registry and the processor ...");
    }

    void started(ConnectionSettings settings, double seconds) {
        say(INDENT + "Broker " + settings.bootstrapServers() + ", registry "
                + settings.registryUrls().get(0) + " (" + Words.seconds(seconds) + ")");
        say("[2/5] Training a classifier ...");
    }

    void trained(ModelTraining.Outcome outcome, double seconds) {
        say(format(
                INDENT + "%s documents, %d classes, %s terms%s (%s)",
                Words.number(outcome.documents()),
                outcome.result().model().labelSpace().size(),
                Words.number(outcome.result().model().vectoriser().features()),
                outcome.accuracy()
                        .map(value -> format(", test accuracy %.4f", value))
                        .orElse(""),
                Words.seconds(seconds)));
    }

    void published(long version) {
        say(INDENT + "Registered through Kafka; the processor announced version " + version + ".");
    }

    void request(RequestKey key, String topic, String label) {
        say("[3/5] A producer asks: forget class '" + label + "'");
        say(INDENT + "Request " + key.requestId() + " on topic " + topic);
    }

    void transition(StatusTransition transition) {
        say(INDENT + Statuses.line(transition));
    }

    void end(DemoResult result, Optional<Path> exported, Optional<Path> kept) {
        if (json) {
            terminal.print(Json.line(asJson(result, exported)));
            return;
        }
        proof(result);
        moved(result);
        predictions(result);
        say("");
        say(
                result.forgotten()
                        ? "Class '" + result.label() + "' is forgotten."
                        : "Class '" + result.label() + "' is NOT forgotten; see above.");
        exported.ifPresent(directory -> say("Both versions' parameters for other programs: " + directory));
        kept.ifPresent(
                home -> say("Everything stays under " + home + "; look around with: expunge run --home " + home));
    }

    private void proof(DemoResult result) {
        ModelVersionPublished after = result.after();
        say(format("[4/5] Version %d was announced %.2f s after the request", after.getVersion(), result.seconds()));
        SolverEvidence evidence = after.getEvidence();
        if (evidence != null) {
            say(format(
                    INDENT + "Proved       within %.2e of the model retrained without '%s' (relative; %.2e absolute)",
                    evidence.getRelativeDistanceBound(),
                    result.label(),
                    evidence.getDistanceBound()));
            say(format(
                    INDENT + "Solver       %s, %.1f passes over the data, %.2f s",
                    evidence.getSolver(),
                    evidence.getPasses(),
                    evidence.getSeconds()));
        }
        say(format(INDENT + "Checks       %s", checks(after)));
        say(format(
                INDENT + "Documents    %s, %s forgotten",
                Words.number(after.getDocuments()),
                Words.number(after.getDocumentsRemoved())));
        say(format(
                INDENT + "Vocabulary   %s -> %s terms",
                Words.number(result.before().getTerms()),
                Words.number(after.getTerms())));
        if (after.getRetainedAccuracyAfter() != null) {
            say(format(
                    INDENT + "Accuracy     %s -> %.4f on the test documents of the classes that stay",
                    after.getRetainedAccuracyBefore() == null ? "?" : format("%.4f", after.getRetainedAccuracyBefore()),
                    after.getRetainedAccuracyAfter()));
        }
    }

    private static String checks(ModelVersionPublished version) {
        long certified = version.getChecks().stream()
                .filter(check -> check.getKind() == CheckKind.CERTIFIED)
                .count();
        long passed = version.getChecks().stream()
                .filter(check -> check.getKind() == CheckKind.CERTIFIED && check.getOutcome() == CheckOutcome.PASSED)
                .count();
        return passed + " of " + certified + " certified checks passed";
    }

    private void moved(DemoResult result) {
        say("[5/5] Where the documents of '" + result.label() + "' go now");
        List<Reassignment> moves = result.after().getReassignments().stream()
                .filter(move -> move.getRemovedClass().equals(result.label()))
                .sorted(Comparator.comparingInt(Reassignment::getDocuments).reversed())
                .toList();
        long all = moves.stream().mapToLong(Reassignment::getDocuments).sum();
        TextTable table = new TextTable("CLASS", "DOCUMENTS", "");
        moves.stream()
                .limit(NEIGHBOURS)
                .forEach(move -> table.add(
                        move.getRetainedClass(),
                        Words.number(move.getDocuments()),
                        Words.bar(move.getDocuments(), all)));
        table.lines().forEach(line -> say(INDENT + line));
        if (moves.size() > NEIGHBOURS) {
            int more = moves.size() - NEIGHBOURS;
            say(INDENT + "and " + more + (more == 1 ? " more class" : " more classes"));
        }
    }

    private void predictions(DemoResult result) {
        say("");
        TextTable table = new TextTable("BEFORE", "AFTER", "DOCUMENT OF '" + result.label() + "'");
        result.examples()
                .forEach(example -> table.add(
                        prediction(example.before()),
                        prediction(example.after()),
                        Words.shortened(example.text(), 48)));
        table.lines().forEach(line -> say(INDENT + line));
        say("");
        say(format(
                INDENT + "Predicted as '%s' among %s documents: %s before, %s after.",
                result.label(),
                Words.number(result.judged()),
                Words.number(result.predictedBefore()),
                Words.number(result.predictedAfter())));
    }

    private static String prediction(DemoResult.Prediction prediction) {
        return format("%s %.0f %%", prediction.label(), 100 * prediction.probability());
    }

    private static ObjectNode asJson(DemoResult result, Optional<Path> exported) {
        ObjectNode object = Json.object();
        object.put("removedClass", result.label());
        object.put("forgotten", result.forgotten());
        object.put("secondsToVersion", result.seconds());
        object.put("judgedDocuments", result.judged());
        object.put("predictedAsRemovedBefore", result.predictedBefore());
        object.put("predictedAsRemovedAfter", result.predictedAfter());
        object.set("export", Json.node(exported.map(Path::toString).orElse(null)));
        object.set("request", Json.of(result.status()));
        object.set("before", Json.of(result.before()));
        object.set("after", Json.of(result.after()));
        return object;
    }

    private void say(String line) {
        if (!json) {
            terminal.print(line);
        }
    }

    private static String format(String pattern, @Nullable Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }
}
