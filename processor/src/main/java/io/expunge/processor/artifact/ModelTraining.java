/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.CardStatement;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelCard;
import io.expunge.store.ModelStore;
import io.expunge.store.Operation;
import io.expunge.store.Provenance;
import io.expunge.store.Pseudonym;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.PseudonymKey;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.TermCounter;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.method.SoftmaxTrainer;
import io.expunge.unlearning.method.TrainingResult;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainingSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From documents to an artifact in the store: counts, weights, evaluation set, with documents and subjects named by keyed
 * hashes only.
 *
 * @param modelId the model the artifact will belong to
 * @param analysis how text becomes terms
 * @param settings how to train
 * @param statement what the model card is to state
 */
public record ModelTraining(String modelId, Analysis analysis, TrainingSettings settings, CardStatement statement) {
    private static final String METHOD = "training";

    /** Trains a model of which nothing is stated. */
    public ModelTraining(String modelId, Analysis analysis, TrainingSettings settings) {
        this(modelId, analysis, settings, CardStatement.NONE);
    }

    /**
     * What was put.
     *
     * @param artifact its content hash
     * @param result model, certificate and effort
     * @param documents number of training documents
     * @param accuracy on the test documents, if there are any
     * @param unjudged test documents left out because their label is unknown to the model
     */
    public record Outcome(
            ContentHash artifact,
            TrainingResult result,
            int documents,
            Optional<Double> accuracy,
            List<Document> unjudged) {}

    /**
     * Trains and puts.
     *
     * @throws io.expunge.unlearning.corpus.CorpusFormatException if the documents make a model beyond {@link ModelBounds}
     */
    public Outcome train(Corpus train, Optional<Corpus> test, ModelStore store, ProgressMonitor monitor) {
        ModelBounds.require(train, test);
        PseudonymKey key = store.keys().getOrCreate(modelId);
        TermCounts counts = TermCounter.count(analysis, texts(train.documents()), monitor);
        TrainingSet set = TrainingSet.of(
                counts, train.documents().stream().map(Document::label).toList());
        ModelBounds.require(counts, analysis, set.labelSpace().size());
        TrainingResult result = SoftmaxTrainer.train(set, analysis, settings, monitor);
        List<Document> known = testDocuments(test, set.labelSpace(), true);
        Optional<EvaluationSet> evaluation = evaluation(known, counts, set.labelSpace(), key, monitor);
        Optional<Accuracy.Judgement> judgement = Accuracy.judge(result.model(), evaluation, set.labelSpace());
        Optional<Double> accuracy = judgement.map(Accuracy.Judgement::accuracy);
        StoredModel model = new StoredModel(
                result.model(),
                set,
                documents(train.documents(), key),
                subjects(train.documents(), key),
                evaluation,
                HonouredDeletions.NONE,
                statement);
        monitor.progress("writing to the model store", 0, 1);
        ContentHash artifact = put(store, model, result, judgement);
        return new Outcome(
                artifact, result, train.documents().size(), accuracy, testDocuments(test, set.labelSpace(), false));
    }

    private ContentHash put(
            ModelStore store, StoredModel model, TrainingResult result, Optional<Accuracy.Judgement> judgement) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        metrics.put("relative-distance-bound", result.certificate().relativeDistanceBound());
        judgement.ifPresent(value -> metrics.put("test-accuracy", value.accuracy()));
        SortedMap<String, String> configuration = new TreeMap<>(analysis.toProperties());
        configuration.put(ModelArtifacts.INVERSE_REGULARISATION, Double.toString(settings.inverseRegularisation()));
        configuration.put("relative-bound", Double.toString(settings.relativeBound()));
        Provenance provenance = new Provenance(
                METHOD, configuration, DataHash.of(model.documents()), System.getProperty("java.version"));
        Lineage lineage = new Lineage(modelId, Optional.empty(), Operation.TRAINED, Optional.empty(), provenance);
        ArtifactContents contents = ModelArtifacts.contents(model, metrics, List.of());
        ModelCard card = ModelCard.of(modelId, Operation.TRAINED, provenance, contents, statement)
                .withAccuracies(judgement.map(Accuracy.Judgement::classes).orElseGet(TreeMap::new));
        return PatientPut.put(store, new ArtifactDraft(lineage, contents.withCard(card)));
    }

    private Optional<EvaluationSet> evaluation(
            List<Document> documents,
            TermCounts training,
            LabelSpace labelSpace,
            PseudonymKey key,
            ProgressMonitor monitor) {
        if (documents.isEmpty()) {
            return Optional.empty();
        }
        TermCounts counts = TermCounter.countTerms(analysis, training.terms(), texts(documents), monitor);
        int[] labels = documents.stream()
                .mapToInt(document -> labelSpace.indexOf(document.label()).orElseThrow())
                .toArray();
        return Optional.of(new EvaluationSet(counts, labels, documents(documents, key), subjects(documents, key)));
    }

    private static List<Document> testDocuments(Optional<Corpus> test, LabelSpace labelSpace, boolean known) {
        return test.map(Corpus::documents).orElseGet(List::of).stream()
                .filter(document -> labelSpace.contains(document.label()) == known)
                .toList();
    }

    private static List<String> texts(List<Document> documents) {
        return documents.stream().map(Document::text).toList();
    }

    private static List<Pseudonym> documents(List<Document> documents, PseudonymKey key) {
        return documents.stream()
                .map(document -> key.pseudonym(PseudonymDomain.DOCUMENT, document.id()))
                .toList();
    }

    private static List<Optional<Pseudonym>> subjects(List<Document> documents, PseudonymKey key) {
        return documents.stream()
                .map(document -> document.subject().map(subject -> key.pseudonym(PseudonymDomain.SUBJECT, subject)))
                .toList();
    }
}
