/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import io.expunge.processor.request.ModelIds;
import java.util.Optional;

/** A record nobody can make sense of; it becomes a dead letter with this reason. */
final class PoisonRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    PoisonRecordException(String reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** A model id as it is, if it may be one. */
    static String requireModelId(String modelId) throws PoisonRecordException {
        Optional<String> problem = ModelIds.problem(modelId);
        if (problem.isPresent()) {
            throw new PoisonRecordException("INVALID_MODEL_ID", problem.get());
        }
        return modelId;
    }

    String reason() {
        return reason;
    }
}
