/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an artifact holds.
 *
 * @param parameters        the weights
 * @param vocabulary        the terms, one a row of the weights
 * @param classes           the names of the classes, one a column of the weights; any characters, all distinct
 * @param trainingSet       the documents the weights were trained on, and no other
 * @param evaluationSet     documents held out, if registered with the model; it may count terms of its own
 * @param honouredDeletions everything the model was ever told to forget
 * @param metrics           figures by name, all finite
 * @param servedRequests    the requests this artifact serves, in the order of the batch
 * @param card              the model card; artifacts of earlier releases have none
 */
public record ArtifactContents(
        Parameters parameters,
        Vocabulary vocabulary,
        List<String> classes,
        TrainingSetData trainingSet,
        Optional<TrainingSetData> evaluationSet,
        HonouredDeletions honouredDeletions,
        SortedMap<String, Double> metrics,
        List<ServedRequest> servedRequests,
        Optional<ModelCard> card) {

    /** @throws IllegalArgumentException if the parts do not fit each other; the message says which */
    public ArtifactContents {
        classes = List.copyOf(classes);
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        servedRequests = List.copyOf(servedRequests);
        require(parameters.terms() == vocabulary.terms().size(), "the weights have not one row a term");
        require(parameters.classes() == classes.size(), "the weights have not one column a class");
        require(new HashSet<>(classes).size() == classes.size(), "a class occurs twice");
        require(
                trainingSet.candidateTerms().equals(vocabulary.terms())
                        || new HashSet<>(trainingSet.candidateTerms()).containsAll(vocabulary.terms()),
                "the vocabulary has a term that the training set does not count");
        requireLabels(trainingSet, 0, classes.size());
        evaluationSet.ifPresent(set -> requireLabels(set, -1, parameters.classes()));
        metrics.forEach((name, value) -> require(Double.isFinite(value), "metric " + name + " is " + value));
        requireCard(card, classes, trainingSet, evaluationSet, vocabulary, honouredDeletions);
    }

    /** Contents without a model card. */
    public ArtifactContents(
            Parameters parameters,
            Vocabulary vocabulary,
            List<String> classes,
            TrainingSetData trainingSet,
            Optional<TrainingSetData> evaluationSet,
            HonouredDeletions honouredDeletions,
            SortedMap<String, Double> metrics,
            List<ServedRequest> servedRequests) {
        this(
                parameters,
                vocabulary,
                classes,
                trainingSet,
                evaluationSet,
                honouredDeletions,
                metrics,
                servedRequests,
                Optional.empty());
    }

    /** The same with other metrics, and without the card, which told of the old ones. */
    public ArtifactContents withMetrics(SortedMap<String, Double> others) {
        return new ArtifactContents(
                parameters, vocabulary, classes, trainingSet, evaluationSet, honouredDeletions, others, servedRequests);
    }

    /** The same with a model card. */
    public ArtifactContents withCard(ModelCard other) {
        return new ArtifactContents(
                parameters,
                vocabulary,
                classes,
                trainingSet,
                evaluationSet,
                honouredDeletions,
                metrics,
                servedRequests,
                Optional.of(other));
    }

    private static void requireCard(
            Optional<ModelCard> card,
            List<String> classes,
            TrainingSetData trainingSet,
            Optional<TrainingSetData> evaluationSet,
            Vocabulary vocabulary,
            HonouredDeletions deletions) {
        card.ifPresent(own -> require(
                own.counts(
                        classes, trainingSet, evaluationSet, vocabulary.terms().size(), deletions),
                "the model card counts other classes, documents, terms or deletions"));
    }

    private static void requireLabels(TrainingSetData set, int least, int classes) {
        for (int label : set.labels()) {
            if (label < least || label >= classes) {
                throw unfit("a document has the label " + label);
            }
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw unfit(otherwise);
        }
    }

    private static IllegalArgumentException unfit(String what) {
        return new IllegalArgumentException("The parts of an artifact do not fit each other: " + what);
    }
}
