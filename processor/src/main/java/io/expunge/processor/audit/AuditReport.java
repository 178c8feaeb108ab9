/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import java.util.List;
import java.util.Optional;

/**
 * What became of checking one model's chain.
 *
 * @param modelId the model
 * @param records how many records were read
 * @param first sequence of the first; 0 if there is none
 * @param last sequence of the last that is sound; 0 if there is none
 * @param head hash of the last that is sound
 * @param checkpoints how many signed checkpoints are sound
 * @param signedUpTo the last record that a sound checkpoint covers; 0 if there is none
 * @param keyIds the keys that signed, in the order in which they were met
 * @param defect the first thing that is wrong
 */
public record AuditReport(
        String modelId,
        long records,
        long first,
        long last,
        String head,
        int checkpoints,
        long signedUpTo,
        List<String> keyIds,
        Optional<AuditDefect> defect) {
    public AuditReport {
        keyIds = List.copyOf(keyIds);
    }

    AuditReport withDefect(AuditDefect found) {
        return new AuditReport(
                modelId, records, first, last, head, checkpoints, signedUpTo, keyIds, Optional.of(found));
    }

    /** Whether nothing is wrong. */
    public boolean isSound() {
        return defect.isEmpty();
    }
}
