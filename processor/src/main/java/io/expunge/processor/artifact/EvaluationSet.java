/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.model.LabelSpace;
import java.util.List;
import java.util.Optional;

/**
 * Documents held out, kept as counts over the training set's candidate terms; subject to erasure like the training set.
 *
 * @param labels for each document the index of its class in the model's label space
 */
public record EvaluationSet(
        TermCounts counts, int[] labels, List<Pseudonym> documents, List<Optional<Pseudonym>> subjects) {
    public EvaluationSet {
        labels = labels.clone();
        documents = List.copyOf(documents);
        subjects = List.copyOf(subjects);
    }

    @Override
    public int[] labels() {
        return labels.clone();
    }

    /**
     * The set without forgotten documents, subjects and classes, counted over the terms that are left.
     *
     * @param before label space that this set's labels refer to
     * @param after label space of the result
     * @param terms candidate terms of the new training set
     * @return empty if no document is left
     */
    public Optional<EvaluationSet> without(
            LabelSpace before, LabelSpace after, List<String> terms, HonouredDeletions deletions) {
        return Erasure.erase(this, before, after, terms, deletions);
    }
}
