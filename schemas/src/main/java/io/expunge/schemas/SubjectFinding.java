/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

/**
 * One thing about a registry subject that is not as the contracts want it.
 *
 * @param subject the subject
 * @param problem what kind of thing
 * @param what a sentence: what is wrong
 * @param remedy a sentence: what to do
 */
public record SubjectFinding(String subject, Problem problem, String what, String remedy) {

    /** Kinds of findings on subjects. */
    public enum Problem {
        /** The subject lacks this version's schema, and would take it. */
        MISSING,
        /** The subject lacks this version's schema, and would refuse it. */
        INCOMPATIBLE,
        /** The subject has no compatibility level of its own or a weaker one. */
        COMPATIBILITY_LEVEL
    }

    @Override
    public String toString() {
        return subject + ": " + what + " " + remedy;
    }
}
