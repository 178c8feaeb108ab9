/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import java.util.List;

/** A forget set would leave fewer than two classes, and then there is nothing left to classify. */
public final class TooFewClassesException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> remaining;

    TooFewClassesException(List<String> remaining) {
        super("the forget set leaves " + (remaining.isEmpty() ? "no class" : "only the class " + remaining.get(0))
                + "; a classifier needs two. Forget less, or retire the model as a whole");
        this.remaining = List.copyOf(remaining);
    }

    /** The classes that would be left. */
    public List<String> remaining() {
        return remaining;
    }
}
