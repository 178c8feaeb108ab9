/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the numbers of an artifact came about, as far as it determines them: no clock, no host, no path.
 *
 * @param method        the algorithm, for instance {@code hessian-reassignment}
 * @param configuration its settings, seed included
 * @param dataHash      hash of the data it worked on
 * @param jdk           the Java runtime it ran on, for instance {@code 17.0.15}
 */
public record Provenance(String method, SortedMap<String, String> configuration, ContentHash dataHash, String jdk) {

    /** Copies the configuration. */
    public Provenance {
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    }
}
