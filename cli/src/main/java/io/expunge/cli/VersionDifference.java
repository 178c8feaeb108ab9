/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.Reassignment;
import io.expunge.processor.artifact.ModelComparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lies between two versions of a model: what their events say, and what their artifacts say where both are there.
 * Immutable.
 *
 * @param from the first version
 * @param to the second
 * @param path the way between them
 * @param comparison of the artifacts
 * @param notCompared why there is none, a sentence for each missing artifact
 */
record VersionDifference(
        PublishedVersion from,
        PublishedVersion to,
        VersionPath path,
        Optional<ModelComparison> comparison,
        List<String> notCompared) {
    VersionDifference {
        notCompared = List.copyOf(notCompared);
    }

    /** A request, and the version that serves it. */
    record Served(String requestId, long version) {}

    List<String> classesGone() {
        return without(from.event().getClasses(), to.event().getClasses());
    }

    List<String> classesNew() {
        return without(to.event().getClasses(), from.event().getClasses());
    }

    private static List<String> without(List<String> some, List<String> others) {
        List<String> left = new ArrayList<>(some);
        left.removeAll(others);
        return left;
    }

    /** Deletion requests that the second version serves and the first does not, as far as events name them. */
    List<Served> servedSince() {
        return served(path.done());
    }

    /** Deletion requests served by versions that the second was not made of. */
    List<Served> servedBeside() {
        return served(path.undone());
    }

    /** How many requests those versions serve, whether or not events name them all. */
    static long requests(List<PublishedVersion> steps) {
        return removals(steps).mapToLong(ModelVersionPublished::getRequestCount).sum();
    }

    private static List<Served> served(List<PublishedVersion> steps) {
        return removals(steps)
                .flatMap(event -> event.getRequestIds().stream().map(id -> new Served(id, event.getVersion())))
                .toList();
    }

    /** A trained version serves a registration, which nobody means by a request to forget. */
    private static Stream<ModelVersionPublished> removals(List<PublishedVersion> steps) {
        return steps.stream().map(PublishedVersion::event).filter(event -> event.getOperation() != Operation.TRAINED);
    }

    /** Where documents of removed classes went on the way, the most first. */
    List<Reassignment> reassignments() {
        return path.done().stream()
                .flatMap(step -> step.event().getReassignments().stream())
                .sorted(Comparator.comparingInt(Reassignment::getDocuments)
                        .reversed()
                        .thenComparing(Reassignment::getRemovedClass)
                        .thenComparing(Reassignment::getRetainedClass))
                .toList();
    }

    /** Whether one step leads from the first to the second: then accuracy before and after is of the same documents. */
    boolean isOneStep() {
        return path.undone().isEmpty() && path.done().size() == 1;
    }
}
