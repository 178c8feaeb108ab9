/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Everything a model was ever told to forget, up to and including this version. It only grows, and is what a later
 * registration or rollback is checked against. Each list is sorted and free of duplicates, whatever it was made from.
 *
 * @param documents pseudonyms of forgotten documents
 * @param subjects  pseudonyms of forgotten data subjects
 * @param classes   names of forgotten classes
 */
public record HonouredDeletions(List<Pseudonym> documents, List<Pseudonym> subjects, List<String> classes) {

    /** Nothing forgotten yet. */
    public static final HonouredDeletions NONE = new HonouredDeletions(List.of(), List.of(), List.of());

    /** Sorts and copies. */
    public HonouredDeletions {
        documents = sorted(documents);
        subjects = sorted(subjects);
        classes = sorted(classes);
    }

    /** Returns these deletions and more. */
    public HonouredDeletions and(HonouredDeletions more) {
        return new HonouredDeletions(
                union(documents, more.documents), union(subjects, more.subjects), union(classes, more.classes));
    }

    private static <T extends Comparable<T>> List<T> sorted(Collection<T> values) {
        return List.copyOf(new TreeSet<>(values));
    }

    private static <T extends Comparable<T>> List<T> union(List<T> some, List<T> more) {
        TreeSet<T> all = new TreeSet<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
