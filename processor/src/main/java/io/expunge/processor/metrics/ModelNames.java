/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which models get a label of their own. The first so many published ones do, and keep it while they are here; all others
 * share one, so that nobody can fill a monitoring system by inventing names. Thread-safe.
 */
final class ModelNames {
    /** The label of all that have none of their own. */
    static final String OTHER = "_other";

    private final int maximum;
    private final Set<String> named = new LinkedHashSet<>();

    ModelNames(int maximum) {
        this.maximum = maximum;
    }

    /** The models that have a name now, given all that are published here. */
    synchronized Set<String> update(Collection<String> published) {
        named.retainAll(published);
        for (String modelId : new TreeSet<>(published)) {
            if (named.size() >= maximum) {
                break;
            }
            named.add(modelId);
        }
        return Set.copyOf(named);
    }
}
