/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import java.util.List;
import java.util.Optional;

/** The methods there are, by name. */
public final class UnlearningMethods {

    private static final List<UnlearningMethod> ALL = List.of(new HessianReassignment(), new Retrain());

    private UnlearningMethods() {}

    /** All methods, the default first. */
    public static List<UnlearningMethod> all() {
        return ALL;
    }

    /** The method used where none is named. */
    public static UnlearningMethod standard() {
        return ALL.get(0);
    }

    /** The method of this name, empty when there is none. */
    public static Optional<UnlearningMethod> byName(String name) {
        return ALL.stream().filter(method -> method.name().equals(name)).findFirst();
    }
}
