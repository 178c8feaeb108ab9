/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

/** What may be a model id: a key of stores and topics, never a path. */
final class ModelIds {
    private static final int LONGEST = 200;

    private ModelIds() {}

    static String require(String modelId) throws PoisonRecordException {
        if (modelId.isBlank() || modelId.length() > LONGEST) {
            throw new PoisonRecordException(
                    "INVALID_MODEL_ID",
                    "the model id must have 1 to " + LONGEST + " characters, not " + modelId.length());
        }
        if (modelId.chars().anyMatch(Character::isISOControl)) {
            throw new PoisonRecordException("INVALID_MODEL_ID", "the model id holds a control character");
        }
        return modelId;
    }
}
