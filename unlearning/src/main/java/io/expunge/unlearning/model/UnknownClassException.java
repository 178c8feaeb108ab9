/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import java.util.Set;
import java.util.TreeSet;

/** A class was named that the model does not have: never trained, misspelt, or removed already. */
public final class UnknownClassException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Set<String> unknown;

    private UnknownClassException(Set<String> unknown, LabelSpace labelSpace) {
        super("the model has no class " + String.join(", ", unknown) + "; its classes are "
                + String.join(", ", labelSpace.classes()) + ". Name one of these, unless it was removed already");
        this.unknown = Set.copyOf(unknown);
    }

    /** The names that are no classes. */
    public Set<String> unknown() {
        return unknown;
    }

    /** Throws when one of the names is not a class of the label space. */
    public static void requireKnown(LabelSpace labelSpace, Set<String> names) {
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(Set.copyOf(labelSpace.classes()));
        if (!unknown.isEmpty()) {
            throw new UnknownClassException(unknown, labelSpace);
        }
    }
}
