/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.request;

import java.util.Optional;

/** What may be a model id: a key of stores and topics, never a path. */
public final class ModelIds {
    private static final int LONGEST = 200;

    private ModelIds() {}

    /** What is wrong with a model id; empty if nothing is. */
    public static Optional<String> problem(String modelId) {
        if (modelId.isBlank() || modelId.length() > LONGEST) {
            return Optional.of("the model id must have 1 to " + LONGEST + " characters, not " + modelId.length());
        }
        return modelId.chars().anyMatch(Character::isISOControl)
                ? Optional.of("the model id holds a control character")
                : Optional.empty();
    }
}
