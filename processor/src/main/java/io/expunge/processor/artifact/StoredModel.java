/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.store.CardStatement;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import java.util.List;
import java.util.Optional;

/**
 * A model as mathematics, with the identities of its documents.
 *
 * @param documents for each row of the training set its document's keyed hash
 * @param subjects for each row its data subject's keyed hash, if known
 * @param statement what the people behind it state in its card
 */
public record StoredModel(
        TrainedModel model,
        TrainingSet trainingSet,
        List<Pseudonym> documents,
        List<Optional<Pseudonym>> subjects,
        Optional<EvaluationSet> evaluationSet,
        HonouredDeletions honouredDeletions,
        CardStatement statement) {
    public StoredModel {
        documents = List.copyOf(documents);
        subjects = List.copyOf(subjects);
    }

    /** A model of which nothing is stated. */
    public StoredModel(
            TrainedModel model,
            TrainingSet trainingSet,
            List<Pseudonym> documents,
            List<Optional<Pseudonym>> subjects,
            Optional<EvaluationSet> evaluationSet,
            HonouredDeletions honouredDeletions) {
        this(model, trainingSet, documents, subjects, evaluationSet, honouredDeletions, CardStatement.NONE);
    }

    /** The same with another statement. */
    public StoredModel withStatement(CardStatement other) {
        return new StoredModel(model, trainingSet, documents, subjects, evaluationSet, honouredDeletions, other);
    }
}
