/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import io.expunge.events.AuditRecorded;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * The names of the topics under one prefix.
 *
 * @param prefix what every name starts with, its separator included; {@value #DEFAULT_PREFIX} by default
 */
public record Topics(String prefix) {
    /** The prefix when nothing else is configured. */
    public static final String DEFAULT_PREFIX = "expunge.";

    private static final int LONGEST_SUFFIX = "model-registrations".length();
    private static final int LONGEST_NAME = 249;

    /**
     * Checks the prefix.
     *
     * @throws IllegalArgumentException if Kafka would refuse a topic name made with it
     */
    public Topics {
        if (!prefix.matches("[a-zA-Z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "topic prefix '" + prefix
                            + "' holds a character that Kafka does not allow in topic names; use letters, digits, '.', '_', '-'");
        }
        if (prefix.length() + LONGEST_SUFFIX > LONGEST_NAME) {
            throw new IllegalArgumentException("topic prefix of " + prefix.length()
                    + " characters is too long: Kafka allows " + LONGEST_NAME + " for a whole name");
        }
    }

    /** The topics under {@value #DEFAULT_PREFIX}. */
    public static Topics withDefaultPrefix() {
        return new Topics(DEFAULT_PREFIX);
    }

    /** In: {@link DeletionRequested}, keyed by model. */
    public String deletionRequests() {
        return prefix + "deletion-requests";
    }

    /** In: {@link ModelRegistered}, keyed by model. */
    public String modelRegistrations() {
        return prefix + "model-registrations";
    }

    /** Internal: everything that moves the processor and is no request, keyed by model. */
    public String commands() {
        return prefix + "commands";
    }

    /** Out: {@link RequestStatusChanged}, keyed by model and request. */
    public String requestStatus() {
        return prefix + "request-status";
    }

    /** Out: {@link ModelVersionPublished}, keyed by model. */
    public String modelVersions() {
        return prefix + "model-versions";
    }

    /** Out: the newest {@link ModelVersionPublished} of each model. */
    public String modelHeads() {
        return prefix + "model-heads";
    }

    /** Out: {@link UnlearningVerified}, keyed by model. */
    public String verifications() {
        return prefix + "verifications";
    }

    /** Out: {@link AuditRecorded}, keyed by model. */
    public String audit() {
        return prefix + "audit";
    }

    /** Out: what could not be taken in, as received. */
    public String deadLetters() {
        return prefix + "dead-letters";
    }

    /** The registry subject of a topic's values. */
    public static String valueSubject(String topic) {
        return topic + "-value";
    }

    /** The Avro record in each topic that has one, in the order of the design: the two inputs first. */
    public Map<String, Class<? extends SpecificRecord>> valueTypes() {
        Map<String, Class<? extends SpecificRecord>> types = new LinkedHashMap<>();
        types.put(deletionRequests(), DeletionRequested.class);
        types.put(modelRegistrations(), ModelRegistered.class);
        types.put(requestStatus(), RequestStatusChanged.class);
        types.put(modelVersions(), ModelVersionPublished.class);
        types.put(modelHeads(), ModelVersionPublished.class);
        types.put(verifications(), UnlearningVerified.class);
        types.put(audit(), AuditRecorded.class);
        return Collections.unmodifiableMap(types);
    }
}
