/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.request.Reason;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The classes that would be left after the removals of a batch so far: two removals may be possible only alone. */
final class ClassProjection {
    private final ModelState state;
    private final Set<String> left;

    ClassProjection(ModelState state) {
        this.state = state;
        this.left = new LinkedHashSet<>(state.classes());
    }

    /** Takes one class away, or says why it cannot go. A class that goes in the same batch already may go twice. */
    Optional<Reason> remove(String label) {
        if (!state.classes().contains(label)) {
            return Optional.of(Reasons.unknownClass(label, state.classes()));
        }
        if (left.contains(label) && left.size() <= 2) {
            return Optional.of(Reasons.tooFewClasses(label, left.size() - 1));
        }
        left.remove(label);
        return Optional.empty();
    }
}
