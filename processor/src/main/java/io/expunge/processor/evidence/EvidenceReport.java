/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import java.util.List;

/**
 * What checking a bundle came to.
 *
 * @param modelId the model it is about
 * @param requestId the request it is about
 * @param state the state of the request that it shows
 * @param keyId the key that signed it; empty if none did
 * @param statements all that was looked at, and what was not
 */
public record EvidenceReport(
        String modelId, String requestId, String state, String keyId, List<EvidenceStatement> statements) {
    public EvidenceReport {
        statements = List.copyOf(statements);
    }

    /** Whether nothing is wrong with it. */
    public boolean isSound() {
        return statements.stream().noneMatch(one -> one.outcome() == EvidenceStatement.Outcome.WRONG);
    }

    /** What is wrong. */
    public List<EvidenceStatement> wrong() {
        return statements.stream()
                .filter(one -> one.outcome() == EvidenceStatement.Outcome.WRONG)
                .toList();
    }
}
