/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

/**
 * One thing that was looked at, in a sentence.
 *
 * @param outcome what came of it
 * @param subject the part of the bundle
 * @param sentence what holds, what is wrong, or what nobody looked at
 */
public record EvidenceStatement(Outcome outcome, String subject, String sentence) {
    /** What came of it. */
    public enum Outcome {
        /** It was checked and holds. */
        HOLDS,
        /** It was checked and is wrong. */
        WRONG,
        /** It cannot be checked from the file alone. */
        NOT_CHECKED
    }
}
