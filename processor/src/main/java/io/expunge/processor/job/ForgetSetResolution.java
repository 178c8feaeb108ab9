/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ReasonCode;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.job.JobSpecification.Wanted;
import io.expunge.processor.request.Reason;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import io.expunge.unlearning.method.ForgetSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the requests of a batch come to on one training set: which rows and classes go, and what each request should be
 * told. Ids that nobody holds are named by their position in the request, never by themselves.
 *
 * @param forgetSet rows and classes to forget
 * @param deletions what the requests name, held or not, as keyed hashes and names, for the honoured deletions
 * @param served one row for each request, in the order of the batch
 * @param evaluated whether a document of the evaluation set goes too
 */
record ForgetSetResolution(ForgetSet forgetSet, HonouredDeletions deletions, List<Served> served, boolean evaluated) {
    private static final int POSITIONS_NAMED = 20;

    static ForgetSetResolution of(StoredModel stored, List<Wanted> requests) {
        return new Resolver(stored, requests).resolve(requests);
    }

    /** What is held of all these; no request is to be told of it. */
    static ForgetSetResolution ofAll(StoredModel stored, HonouredDeletions deletions) {
        Stream<RemovalTarget> classes = deletions.classes().stream()
                .filter(stored.model().labelSpace()::contains)
                .map(RemovalTarget.OfClass::new);
        Stream<RemovalTarget> subjects = deletions.subjects().stream().map(RemovalTarget.OfSubject::new);
        Stream<RemovalTarget> documents = Stream.of(new RemovalTarget.OfDocuments(deletions.documents()));
        List<Wanted> wanted = Stream.of(classes, subjects, documents)
                .flatMap(targets -> targets)
                .map(target -> new Wanted("", target))
                .toList();
        ForgetSetResolution found = of(stored, wanted);
        return new ForgetSetResolution(found.forgetSet(), deletions, List.of(), found.evaluated());
    }

    /** Whether neither the training set nor the evaluation set holds anything of what is to be forgotten. */
    boolean isEmpty() {
        return forgetSet.classes().isEmpty() && forgetSet.documents().isEmpty() && !evaluated;
    }

    /** Gathers the rows of one batch. */
    private static final class Resolver {
        private final StoredModel stored;
        private final Map<Pseudonym, Integer> rowOfDocument = new HashMap<>();
        private final Map<Pseudonym, BitSet> rowsOfSubject = new HashMap<>();
        private final Set<String> classes = new LinkedHashSet<>();
        private final Set<String> named = new LinkedHashSet<>();
        private final BitSet rows = new BitSet();
        private final List<Pseudonym> documents = new ArrayList<>();
        private final List<Pseudonym> subjects = new ArrayList<>();
        private final Set<Pseudonym> evaluatedDocuments;
        private final Set<Pseudonym> evaluatedSubjects;
        private boolean evaluated;

        /** Only what is wanted is looked up: an index of everything held would be as big as a training set. */
        Resolver(StoredModel stored, List<Wanted> requests) {
            this.stored = stored;
            Set<Pseudonym> wantedDocuments = wanted(requests, RemovalTarget.OfDocuments.class)
                    .flatMap(target -> target.documents().stream())
                    .collect(Collectors.toSet());
            Set<Pseudonym> wantedSubjects = wanted(requests, RemovalTarget.OfSubject.class)
                    .map(RemovalTarget.OfSubject::subject)
                    .collect(Collectors.toSet());
            this.evaluatedDocuments = stored.evaluationSet().stream()
                    .flatMap(set -> set.documents().stream())
                    .filter(wantedDocuments::contains)
                    .collect(Collectors.toSet());
            this.evaluatedSubjects = stored.evaluationSet().stream()
                    .flatMap(set -> set.subjects().stream())
                    .flatMap(Optional::stream)
                    .filter(wantedSubjects::contains)
                    .collect(Collectors.toSet());
            for (int row = 0; row < stored.documents().size(); row++) {
                int place = row;
                if (wantedDocuments.contains(stored.documents().get(row))) {
                    rowOfDocument.put(stored.documents().get(row), row);
                }
                stored.subjects().get(row).filter(wantedSubjects::contains).ifPresent(subject -> rowsOfSubject
                        .computeIfAbsent(subject, s -> new BitSet())
                        .set(place));
            }
        }

        private static <T extends RemovalTarget> Stream<T> wanted(List<Wanted> requests, Class<T> kind) {
            return requests.stream()
                    .map(Wanted::target)
                    .filter(kind::isInstance)
                    .map(kind::cast);
        }

        ForgetSetResolution resolve(List<Wanted> requests) {
            List<Served> served = requests.stream().map(this::serve).toList();
            return new ForgetSetResolution(
                    new ForgetSet(classes, rows),
                    new HonouredDeletions(documents, subjects, List.copyOf(named)),
                    served,
                    evaluated);
        }

        private Served serve(Wanted wanted) {
            if (wanted.target() instanceof RemovalTarget.OfClass ofClass) {
                return removeClass(wanted.requestId(), ofClass.label());
            } else if (wanted.target() instanceof RemovalTarget.OfSubject ofSubject) {
                return removeSubject(wanted.requestId(), ofSubject.subject());
            }
            return removeDocuments(wanted.requestId(), ((RemovalTarget.OfDocuments) wanted.target()).documents());
        }

        /** A class is honoured also when only an older version holds it: neither that nor a registration may bring it in. */
        private Served removeClass(String requestId, String label) {
            named.add(label);
            int index = stored.model().labelSpace().indexOf(label).orElse(-1);
            if (index < 0) {
                return new Served(requestId, 0, Optional.of(nothingHeld("class '" + label + "'")));
            }
            classes.add(label);
            return new Served(requestId, stored.trainingSet().rowsOf(index).cardinality(), Optional.empty());
        }

        /** A subject is honoured also when nothing of it is held now: a later registration must not bring it in. */
        private Served removeSubject(String requestId, Pseudonym subject) {
            subjects.add(subject);
            BitSet held = rowsOfSubject.getOrDefault(subject, new BitSet());
            rows.or(held);
            boolean judged = evaluatedSubjects.contains(subject);
            evaluated |= judged;
            return new Served(
                    requestId,
                    held.cardinality(),
                    held.isEmpty() && !judged
                            ? Optional.of(nothingHeld("document of the data subject"))
                            : Optional.empty());
        }

        private Served removeDocuments(String requestId, List<Pseudonym> wanted) {
            documents.addAll(wanted);
            BitSet found = new BitSet();
            List<Integer> unknown = new ArrayList<>();
            for (int position = 0; position < wanted.size(); position++) {
                Integer row = rowOfDocument.get(wanted.get(position));
                boolean judged = evaluatedDocuments.contains(wanted.get(position));
                evaluated |= judged;
                if (row != null) {
                    found.set(row);
                } else if (!judged) {
                    unknown.add(position + 1);
                }
            }
            rows.or(found);
            return new Served(requestId, found.cardinality(), reason(wanted.size(), found, unknown));
        }

        private static Optional<Reason> reason(int wanted, BitSet found, List<Integer> unknown) {
            if (unknown.isEmpty()) {
                return Optional.empty();
            }
            if (unknown.size() == wanted) {
                return Optional.of(nothingHeld("document of the request"));
            }
            String positions =
                    unknown.stream().limit(POSITIONS_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            String more =
                    unknown.size() > POSITIONS_NAMED ? " and " + (unknown.size() - POSITIONS_NAMED) + " more" : "";
            return Optional.of(new Reason(
                    ReasonCode.PARTLY_HELD,
                    found.cardinality() + (found.cardinality() == 1 ? " document" : " documents")
                            + " removed; not held: the ids at positions " + positions + more + " of the request."));
        }

        private static Reason nothingHeld(String what) {
            return new Reason(ReasonCode.NOTHING_HELD, "The model holds no " + what + "; nothing had to be removed.");
        }
    }
}
