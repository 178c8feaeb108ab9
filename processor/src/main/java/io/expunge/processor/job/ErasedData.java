/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.EvaluationSet;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what a model was told to forget in an artifact that wants to become its next version. */
final class ErasedData {
    private ErasedData() {}

    /** A sentence about what is held, or empty if nothing is. */
    static Optional<String> heldBy(StoredModel candidate, HonouredDeletions honoured) {
        Set<String> classes = new TreeSet<>(candidate.model().labelSpace().classes());
        classes.retainAll(honoured.classes());
        long documents = count(candidate.documents(), candidate.subjects(), honoured)
                + candidate
                        .evaluationSet()
                        .map(set -> evaluationCount(set, honoured))
                        .orElse(0L);
        if (classes.isEmpty() && documents == 0) {
            return Optional.empty();
        }
        return Optional.of("The artifact holds what this model was told to forget: "
                + documents + " documents" + (classes.isEmpty() ? "" : " and the classes " + String.join(", ", classes))
                + ". Train it again without them.");
    }

    private static long evaluationCount(EvaluationSet set, HonouredDeletions honoured) {
        return count(set.documents(), set.subjects(), honoured);
    }

    private static long count(
            List<Pseudonym> documents, List<Optional<Pseudonym>> subjects, HonouredDeletions honoured) {
        Set<Pseudonym> erasedDocuments = Set.copyOf(honoured.documents());
        Set<Pseudonym> erasedSubjects = Set.copyOf(honoured.subjects());
        long held = 0;
        for (int row = 0; row < documents.size(); row++) {
            boolean erased = erasedDocuments.contains(documents.get(row))
                    || subjects.get(row).filter(erasedSubjects::contains).isPresent();
            held += erased ? 1 : 0;
        }
        return held;
    }
}
