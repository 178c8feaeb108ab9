/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The model card of one version: what people stated of the model, and what was counted of this version. A pure function of
 * what the artifact holds, without a clock, so that the same work gives the same bytes. Immutable and thread safe.
 *
 * @param modelId       the model
 * @param statement     what the people behind it state
 * @param operation     what made this version
 * @param method        the algorithm
 * @param configuration its settings
 * @param jdk           the Java runtime it ran on
 * @param classes       the classes in the order of the model, with their documents
 * @param terms         terms of the vocabulary
 * @param metrics       figures by name, all finite
 * @param accuracies    by class, the share of its evaluation documents that are classified as labelled, 0 to 1; of classes
 *                      that have such documents, and of none in cards of releases that did not record it
 * @param deletions     what was named in requests to forget
 */
public record ModelCard(
        String modelId,
        CardStatement statement,
        Operation operation,
        String method,
        SortedMap<String, String> configuration,
        String jdk,
        List<ClassCount> classes,
        int terms,
        SortedMap<String, Double> metrics,
        SortedMap<String, Double> accuracies,
        DeletionCount deletions) {

    /**
     * The documents of a class.
     *
     * @param name                its name
     * @param trainingDocuments   documents it was learned from
     * @param evaluationDocuments documents it is judged by
     */
    public record ClassCount(String name, int trainingDocuments, int evaluationDocuments) {}

    /**
     * What was named in requests that this version honours, over all versions. The model need not have held it: what a
     * request names stays away even if no version had it.
     *
     * @param documents number of documents named in requests
     * @param subjects  number of data subjects named in requests
     * @param classes   names of the classes named in requests
     */
    public record DeletionCount(int documents, int subjects, List<String> classes) {
        /** Copies the names. */
        public DeletionCount {
            classes = List.copyOf(classes);
        }
    }

    /** @throws IllegalArgumentException if a metric is not finite, a class occurs twice, or an accuracy is none of a class */
    public ModelCard {
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        accuracies = Collections.unmodifiableSortedMap(new TreeMap<>(accuracies));
        classes = List.copyOf(classes);
        List<String> names = classes.stream().map(ClassCount::name).toList();
        if (new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("A class occurs twice in a model card");
        }
        if (!metrics.values().stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("A metric of a model card is not finite");
        }
        if (!new HashSet<>(names).containsAll(accuracies.keySet())
                || !accuracies.values().stream().allMatch(share -> share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("An accuracy of a model card is no share, or of no class of the model");
        }
    }

    /**
     * Counts the card of what is about to be put.
     *
     * @param contents the artifact, whose own card is not looked at
     */
    public static ModelCard of(
            String modelId,
            Operation operation,
            Provenance provenance,
            ArtifactContents contents,
            CardStatement statement) {
        return new ModelCard(
                modelId,
                statement,
                operation,
                provenance.method(),
                provenance.configuration(),
                provenance.jdk(),
                count(contents.classes(), contents.trainingSet(), contents.evaluationSet()),
                contents.vocabulary().terms().size(),
                contents.metrics(),
                new TreeMap<>(),
                count(contents.honouredDeletions()));
    }

    /** Returns the card with the accuracy on the evaluation documents of each class; see the component. */
    public ModelCard withAccuracies(SortedMap<String, Double> measured) {
        return new ModelCard(
                modelId,
                statement,
                operation,
                method,
                configuration,
                jdk,
                classes,
                terms,
                metrics,
                measured,
                deletions);
    }

    /** Returns the card with what a lineage says of model, operation, method, settings and Java runtime. */
    ModelCard of(Lineage lineage) {
        Provenance provenance = lineage.provenance();
        return new ModelCard(
                lineage.modelId(),
                statement,
                lineage.operation(),
                provenance.method(),
                provenance.configuration(),
                provenance.jdk(),
                classes,
                terms,
                metrics,
                accuracies,
                deletions);
    }

    private static List<ClassCount> count(
            List<String> classes, TrainingSetData training, Optional<TrainingSetData> evaluation) {
        int[] learned = count(training, classes.size());
        int[] judged = evaluation.map(set -> count(set, classes.size())).orElse(new int[classes.size()]);
        List<ClassCount> counts = new ArrayList<>();
        for (int place = 0; place < classes.size(); place++) {
            counts.add(new ClassCount(classes.get(place), learned[place], judged[place]));
        }
        return counts;
    }

    private static int[] count(TrainingSetData set, int classes) {
        int[] documents = new int[classes];
        for (int label : set.labels()) {
            if (label >= 0) { // an evaluation document may be of no class of the model
                documents[label]++;
            }
        }
        return documents;
    }

    private static DeletionCount count(HonouredDeletions deletions) {
        return new DeletionCount(
                deletions.documents().size(), deletions.subjects().size(), deletions.classes());
    }

    /** Returns whether what is counted here is what an artifact holds: a card of another artifact would mislead. */
    boolean counts(
            List<String> names,
            TrainingSetData training,
            Optional<TrainingSetData> evaluation,
            int vocabulary,
            HonouredDeletions honoured) {
        return classes.equals(count(names, training, evaluation))
                && terms == vocabulary
                && deletions.equals(count(honoured));
    }

    /** Returns how many documents it was trained on. */
    public int trainingDocuments() {
        return classes.stream().mapToInt(ClassCount::trainingDocuments).sum();
    }

    /** Returns how many documents it is judged by. */
    public int evaluationDocuments() {
        return classes.stream().mapToInt(ClassCount::evaluationDocuments).sum();
    }
}
