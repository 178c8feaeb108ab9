/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

/**
 * Which schemas a registry lets follow another under one subject, in the registry's own words. Backward: the new schema
 * reads what the old ones wrote. Forward: the old schemas read what the new one writes. Transitive: against every
 * version, not only the newest.
 */
public enum CompatibilityLevel {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean backward;
    private final boolean forward;
    private final boolean transitive;

    CompatibilityLevel(boolean backward, boolean forward, boolean transitive) {
        this.backward = backward;
        this.forward = forward;
        this.transitive = transitive;
    }

    /** Whether a new schema has to read what older ones wrote. */
    public boolean backward() {
        return backward;
    }

    /** Whether older schemas have to read what a new one writes. */
    public boolean forward() {
        return forward;
    }

    /** Whether every version counts, not only the newest. */
    public boolean transitive() {
        return transitive;
    }

    /** Whether this level refuses everything that the other refuses. */
    public boolean atLeast(CompatibilityLevel other) {
        return implies(other.backward, backward)
                && implies(other.forward, forward)
                && implies(other.transitive, transitive);
    }

    private static boolean implies(boolean wanted, boolean given) {
        return !wanted || given;
    }
}
