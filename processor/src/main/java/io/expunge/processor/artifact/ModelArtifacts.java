/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.store.Artifact;
import io.expunge.store.ArtifactContents;
import io.expunge.store.CardStatement;
import io.expunge.store.Lineage;
import io.expunge.store.ModelCard;
import io.expunge.store.Parameters;
import io.expunge.store.Provenance;
import io.expunge.store.Pseudonym;
import io.expunge.store.ServedRequest;
import io.expunge.store.TrainingSetData;
import io.expunge.store.Vocabulary;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ejml.data.DMatrixRMaj;

/** Turns models into the neutral arrays of the store and back, without loss. Stateless. */
public final class ModelArtifacts {
    /** The setting under which an artifact's provenance keeps C, the inverse of the regularisation. */
    public static final String INVERSE_REGULARISATION = "inverse-regularisation";

    private ModelArtifacts() {}

    /** Everything an artifact holds of a model. */
    public static ArtifactContents contents(
            StoredModel stored, SortedMap<String, Double> metrics, List<ServedRequest> served) {
        TrainedModel model = stored.model();
        TrainingSet set = stored.trainingSet();
        return new ArtifactContents(
                parameters(model),
                vocabulary(model.vectoriser()),
                model.labelSpace().classes(),
                data(set.counts(), set.labels(), stored.documents(), stored.subjects()),
                stored.evaluationSet()
                        .map(held -> data(held.counts(), held.labels(), held.documents(), held.subjects())),
                stored.honouredDeletions(),
                metrics,
                served);
    }

    /** The model of an artifact, with its training and evaluation sets. */
    public static StoredModel load(Artifact artifact) {
        return load(artifact.contents());
    }

    /** The model of some contents. */
    public static StoredModel load(ArtifactContents contents) {
        TrainingSetData data = contents.trainingSet();
        List<String> candidates = data.candidateTerms();
        Vocabulary vocabulary = contents.vocabulary();
        TrainedModel model =
                model(contents.parameters(), vocabulary, oneOf(vocabulary.terms(), candidates), contents.classes());
        return new StoredModel(
                model,
                new TrainingSet(counts(data, candidates), model.labelSpace(), data.labels()),
                data.documents(),
                data.subjects(),
                contents.evaluationSet()
                        .map(held -> new EvaluationSet(
                                counts(held, oneOf(held.candidateTerms(), candidates)),
                                held.labels(),
                                held.documents(),
                                held.subjects())),
                contents.honouredDeletions(),
                contents.card().map(ModelCard::statement).orElse(CardStatement.NONE));
    }

    /** Mostly vocabulary and candidates are the same texts, read thrice; they are kept once. */
    private static List<String> oneOf(List<String> terms, List<String> candidates) {
        return terms.equals(candidates) ? candidates : terms;
    }

    /** Only what predicting needs, which is what a model server would read. */
    public static TrainedModel loadModel(Artifact artifact) {
        Vocabulary vocabulary = artifact.vocabulary();
        return model(artifact.parameters(), vocabulary, vocabulary.terms(), artifact.classes());
    }

    /** C of the objective the artifact's parameters minimise; it belongs to the model, not to the service. */
    public static Optional<Double> inverseRegularisation(Lineage lineage) {
        Provenance provenance = lineage.provenance();
        return Optional.ofNullable(provenance.configuration().get(INVERSE_REGULARISATION))
                .map(Double::valueOf);
    }

    private static TrainedModel model(
            Parameters parameters, Vocabulary vocabulary, List<String> terms, List<String> classes) {
        Vectoriser vectoriser = Vectoriser.of(Analysis.fromProperties(vocabulary.analysis()), terms, vocabulary.idf());
        DMatrixRMaj weights = new DMatrixRMaj(parameters.terms(), parameters.classes());
        for (int i = 0; i < parameters.values().length; i++) {
            weights.data[i] = parameters.values()[i];
        }
        return new TrainedModel(vectoriser, new LabelSpace(classes), weights);
    }

    private static Parameters parameters(TrainedModel model) {
        DMatrixRMaj weights = model.weights();
        float[] values = new float[weights.getNumElements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) weights.data[i];
        }
        return new Parameters(weights.numRows, weights.numCols, values);
    }

    private static Vocabulary vocabulary(Vectoriser vectoriser) {
        return new Vocabulary(
                vectoriser.terms(),
                vectoriser.inverseDocumentFrequency(),
                new TreeMap<>(vectoriser.analysis().toProperties()));
    }

    private static TermCounts counts(TrainingSetData data, List<String> terms) {
        return TermCounts.of(terms, data.rowStart(), data.termIndex(), data.count());
    }

    private static TrainingSetData data(
            TermCounts counts, int[] labels, List<Pseudonym> documents, List<Optional<Pseudonym>> subjects) {
        return new TrainingSetData(
                counts.terms(), counts.rowStart(), counts.termIndex(), counts.count(), labels, documents, subjects);
    }
}
