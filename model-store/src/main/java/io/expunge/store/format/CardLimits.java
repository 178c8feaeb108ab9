/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.ModelCard;
import io.expunge.store.ModelCard.ClassCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a model card can say by itself of what the model is not good for. Stateless and thread safe. */
final class CardLimits {
    /** With fewer documents of a class, a figure of it is little more than an anecdote. */
    private static final int FEW = 30;

    private static final int NAMED = 10;

    private CardLimits() {}

    static List<String> of(ModelCard card) {
        List<String> limits = new ArrayList<>();
        limits.add("The model answers with one of its classes whatever it is given; it has no answer for a text of none"
                + " of them.");
        limits.add("It knows the terms of its vocabulary only; words that were not in its training documents, other"
                + " languages among them, carry no weight.");
        limits.add("Its probabilities have not been calibrated.");
        limits.add("A bound on the distance to a model retrained without the forgotten documents is about this version."
                + " It says nothing about earlier versions, copies of them, or other models trained on the same"
                + " documents.");
        if (card.evaluationDocuments() == 0) {
            limits.add("No documents are held out, so nothing is known of its accuracy.");
        }
        few(card).ifPresent(limits::add);
        return limits;
    }

    private static java.util.Optional<String> few(ModelCard card) {
        List<String> names = card.classes().stream()
                .filter(one -> one.trainingDocuments() < FEW)
                .map(ClassCount::name)
                .toList();
        if (names.isEmpty()) {
            return java.util.Optional.empty();
        }
        String named = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        String others = names.size() > NAMED ? " and " + (names.size() - NAMED) + " others" : "";
        return java.util.Optional.of(
                String.format(Locale.ROOT, "Learned from fewer than %d documents each: %s%s.", FEW, named, others));
    }
}
