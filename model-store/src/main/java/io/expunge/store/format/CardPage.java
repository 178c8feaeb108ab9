/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.CardTopic;
import io.expunge.store.ModelCard;
import io.expunge.store.ModelCard.ClassCount;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.Operation;
import io.expunge.store.StrictUtf8;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The model card as people read it: Markdown in the sections of Mitchell et al. 2019, "Model Cards for Model Reporting",
 * section 4. Names and statements come from strangers, so whatever would be markup in them is written out. Used by one
 * thread.
 */
final class CardPage {
    private static final String NOT_STATED = "Not stated.";

    private static final Map<String, String> METRICS = new TreeMap<>(Map.of(
            "distance-bound",
            "proved bound on the distance of the parameters to the exact optimum on the documents left",
            "relative-distance-bound",
            "distance-bound over the norm of the parameters",
            "gradient-norm",
            "norm of the gradient at the released parameters",
            "passes",
            "passes over the training data that this version took",
            "test-accuracy",
            "share of evaluation documents classified as labelled",
            "retained-accuracy-before",
            "the same share for the version it was made of, on the same documents",
            "retained-accuracy-after",
            "share of evaluation documents classified as labelled"));

    private final StringBuilder page = new StringBuilder();
    private final ModelCard card;

    private CardPage(ModelCard card) {
        this.card = card;
    }

    static byte[] write(ModelCard card) {
        CardPage page = new CardPage(card);
        page.details();
        page.uses();
        page.data();
        page.results();
        page.caveats();
        return StrictUtf8.encode("A model card", page.page.toString());
    }

    static String read(String file, byte[] bytes) {
        try {
            return StrictUtf8.decode(bytes, 0, bytes.length);
        } catch (CharacterCodingException malformed) {
            throw new ArtifactCorrupt(file, "UTF-8 text", "other bytes");
        }
    }

    private void details() {
        line("# Model card: " + CardText.inline(card.modelId()));
        line("");
        paragraph(
                "Written anew for every version. What is marked as stated was stated by the people behind the model; the"
                        + " rest was counted or measured.");
        heading("Model details");
        item("Kind", "softmax regression over weighted counts of words and word sequences");
        item("Made by", madeBy(card));
        item("Method", CardText.inline(card.method()));
        item("Size", number(card.classes().size()) + " classes, " + number(card.terms()) + " terms");
        card.configuration().forEach((name, value) -> item(CardText.inline(name), CardText.inline(value)));
        item("Java runtime", CardText.inline(card.jdk()));
        item("Contact (stated)", stated(CardTopic.CONTACT));
        item("Licence (stated)", stated(CardTopic.LICENCE));
        item("References (stated)", stated(CardTopic.REFERENCES));
    }

    private static String madeBy(ModelCard card) {
        String repairs = card.configuration().get("repairs");
        if (repairs != null) {
            return "training again from zero: version " + CardText.inline(repairs)
                    + " failed its checks; without everything that was to be forgotten";
        }
        return madeBy(card.operation());
    }

    private static String madeBy(Operation operation) {
        return switch (operation) {
            case TRAINED -> "training";
            case UNLEARNED -> "unlearning: the version before without the documents of a batch of deletion requests";
            case ROLLED_BACK -> "rollback: an earlier version without everything that was to be forgotten since";
        };
    }

    private void uses() {
        heading("Intended use");
        topic("Purpose (stated)", CardTopic.PURPOSE);
        topic("Users (stated)", CardTopic.USERS);
        topic("Out of scope (stated)", CardTopic.OUT_OF_SCOPE);
        heading("Factors");
        paragraph(stated(CardTopic.FACTORS));
        heading("Metrics");
        paragraph(
                "Accuracy is the share of evaluation documents that are classified as labelled. The distance bound is"
                        + " proved, not measured: the exact optimum on the same training documents is no farther away than that.");
    }

    private void data() {
        heading("Evaluation data");
        paragraph(
                card.evaluationDocuments() == 0
                        ? "None held out."
                        : number(card.evaluationDocuments())
                                + " documents, kept as term counts. Documents that were to be"
                                + " forgotten have left this set too.");
        topic("Origin (stated)", CardTopic.EVALUATION_DATA);
        heading("Training data");
        paragraph(number(card.trainingDocuments())
                + " documents, kept as term counts under keyed hashes: no text and no ids.");
        classes();
        topic("Origin (stated)", CardTopic.TRAINING_DATA);
        deletions();
    }

    private void classes() {
        boolean judged = !card.accuracies().isEmpty();
        line("| class | training documents | evaluation documents |" + (judged ? " accuracy |" : ""));
        line("|---|---:|---:|" + (judged ? "---:|" : ""));
        for (ClassCount one : card.classes()) {
            Double accuracy = card.accuracies().get(one.name());
            String share = accuracy == null ? "-" : String.format(Locale.ROOT, "%.4f", accuracy);
            line("| " + CardText.inline(one.name()) + " | " + number(one.trainingDocuments()) + " | "
                    + number(one.evaluationDocuments()) + " |" + (judged ? " " + share + " |" : ""));
        }
        line("");
    }

    private void deletions() {
        line("### Deletions honoured");
        line("");
        paragraph(
                "Named in requests over all versions so far, held or not; none of it is in the training or evaluation data of"
                        + " this version.");
        item("Documents named in requests", number(card.deletions().documents()));
        item("Data subjects named in requests", number(card.deletions().subjects()));
        item(
                "Classes named in requests",
                card.deletions().classes().isEmpty()
                        ? "none"
                        : card.deletions().classes().size() + ": "
                                + String.join(
                                        ", ",
                                        card.deletions().classes().stream()
                                                .map(CardText::inline)
                                                .toList()));
    }

    private void results() {
        heading("Quantitative analyses");
        if (card.metrics().isEmpty()) {
            paragraph("No figures were recorded.");
            return;
        }
        line("| figure | value | what |");
        line("|---|---:|---|");
        card.metrics()
                .forEach((name, value) -> line("| " + CardText.inline(name) + " | " + figure(value) + " | "
                        + METRICS.getOrDefault(name, "") + " |"));
    }

    private void caveats() {
        heading("Ethical considerations");
        paragraph(stated(CardTopic.ETHICS));
        heading("Caveats and recommendations");
        CardLimits.of(card).forEach(limit -> line("- " + CardText.inline(limit)));
        line("");
        paragraph(stated(CardTopic.CAVEATS));
    }

    private void heading(String text) {
        if (!page.toString().endsWith("\n\n")) {
            line("");
        }
        line("## " + text);
        line("");
    }

    private void topic(String name, CardTopic topic) {
        paragraph("**" + name + ".** " + stated(topic));
    }

    private String stated(CardTopic topic) {
        return card.statement().text(topic).map(CardText::block).orElse(NOT_STATED);
    }

    private void item(String name, String text) {
        line("- " + name + ": " + text.replace("\n", "\n  "));
    }

    private void paragraph(String text) {
        line(text);
        line("");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String figure(double value) {
        double size = Math.abs(value);
        String form = size != 0 && (size < 1e-3 || size >= 1e6) ? "%.2e" : "%.4f";
        return String.format(Locale.ROOT, form, value);
    }
}
