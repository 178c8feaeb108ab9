/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

/**
 * One thing that is not as the catalogue wants it.
 *
 * @param topic the topic's full name
 * @param problem what kind of thing
 * @param what a sentence: what is wrong
 * @param remedy a sentence: what to do
 */
public record TopicFinding(String topic, Problem problem, String what, String remedy) {

    /** Kinds of findings on topics. */
    public enum Problem {
        /** The topic does not exist. */
        MISSING,
        /** The number of partitions differs from the one all topics by model must have. */
        PARTITIONS,
        /** Fewer copies than asked for. */
        REPLICATION,
        /** Records would be thrown away by another rule. */
        CLEANUP_POLICY,
        /** Records would be kept shorter or longer. */
        RETENTION,
        /** Another topic setting differs. */
        CONFIGURATION
    }

    @Override
    public String toString() {
        return topic + ": " + what + " " + remedy;
    }
}
