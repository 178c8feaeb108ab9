/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The classes a model can answer with, in the order of its weight columns. Immutable.
 *
 * @param classes distinct, non-blank class names, at least one
 */
public record LabelSpace(List<String> classes) {

    public LabelSpace {
        classes = List.copyOf(classes);
        if (classes.isEmpty() || classes.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a label space needs at least one class and no blank names: " + classes);
        }
        if (new LinkedHashSet<>(classes).size() != classes.size()) {
            throw new IllegalArgumentException("a class is named twice in the label space " + classes);
        }
    }

    /** The label space of a list of labels: the distinct ones in their natural order. */
    public static LabelSpace of(List<String> labels) {
        return new LabelSpace(labels.stream().distinct().sorted().toList());
    }

    /** How many classes there are. */
    public int size() {
        return classes.size();
    }

    /** The name of class number {@code index}. */
    public String name(int index) {
        return classes.get(index);
    }

    /** Whether there is a class of this name. */
    public boolean contains(String name) {
        return classes.contains(name);
    }

    /** The number of a class, empty when there is none of this name. */
    public OptionalInt indexOf(String name) {
        int index = classes.indexOf(name);
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /**
     * The label space without some classes, the others in their order.
     *
     * @throws UnknownClassException when one of the names is not a class
     * @throws IllegalArgumentException when none would be left
     */
    public LabelSpace without(Set<String> removed) {
        UnknownClassException.requireKnown(this, removed);
        List<String> left = new ArrayList<>(classes);
        left.removeAll(removed);
        return new LabelSpace(left);
    }
}
