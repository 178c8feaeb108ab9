/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import java.util.List;
import java.util.Optional;

/** The methods there are, by name: those a request may name, and apart from them those that are only for comparison. */
public final class UnlearningMethods {

    private static final List<UnlearningMethod> ALL = List.of(new HessianReassignment(), new Retrain());
    private static final List<UnlearningMethod> COMPARISONS = List.of(new PublishedInfluence());

    private UnlearningMethods() {}

    /** All methods that a request may name, the default first. */
    public static List<UnlearningMethod> all() {
        return ALL;
    }

    /** The method used where none is named. */
    public static UnlearningMethod standard() {
        return ALL.get(0);
    }

    /** Methods of the literature, for comparison only: their certificates don't hold what a request is promised. */
    public static List<UnlearningMethod> comparisons() {
        return COMPARISONS;
    }

    /** The method of this name that a request may name, empty when there is none. */
    public static Optional<UnlearningMethod> byName(String name) {
        return ALL.stream().filter(method -> method.name().equals(name)).findFirst();
    }
}
