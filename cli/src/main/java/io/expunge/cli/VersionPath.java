/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The way from one version of a model to another through the version both were made of. Immutable.
 *
 * @param undone steps of the first version that the second was not made of, newest first
 * @param done steps from the common version to the second, oldest first
 */
record VersionPath(List<PublishedVersion> undone, List<PublishedVersion> done) {
    /** Finds the way; without a common version everything on both sides is on it. */
    static VersionPath between(SortedMap<Long, PublishedVersion> versions, long from, long to) {
        List<PublishedVersion> first = ancestry(versions, from);
        List<PublishedVersion> second = ancestry(versions, to);
        List<PublishedVersion> undone = new ArrayList<>(first);
        undone.removeAll(second);
        List<PublishedVersion> done = new ArrayList<>(second);
        done.removeAll(first);
        Collections.reverse(done);
        return new VersionPath(List.copyOf(undone), List.copyOf(done));
    }

    /** A version and what it was made of, newest first. */
    private static List<PublishedVersion> ancestry(SortedMap<Long, PublishedVersion> versions, long number) {
        List<PublishedVersion> line = new ArrayList<>();
        Optional<PublishedVersion> next = Optional.ofNullable(versions.get(number));
        while (next.isPresent()) {
            PublishedVersion version = next.get();
            line.add(version);
            next = version.origin()
                    .filter(origin -> origin < version.number()) // a number that grows would lead in a circle
                    .map(versions::get);
        }
        return line;
    }
}
