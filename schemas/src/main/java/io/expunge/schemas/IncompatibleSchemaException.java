/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

/** The registry refused a schema because it would break readers or writers of the subject's earlier versions. */
public final class IncompatibleSchemaException extends SchemaRegistryException {
    private static final long serialVersionUID = 1L;

    private final String subject;

    public IncompatibleSchemaException(String subject, String reason) {
        super(message(subject, reason), null);
        this.subject = subject;
    }

    public IncompatibleSchemaException(String subject, String reason, Throwable cause) {
        super(message(subject, reason), cause);
        this.subject = subject;
    }

    /** The subject that keeps its old schema. */
    public String subject() {
        return subject;
    }

    private static String message(String subject, String reason) {
        return "subject '" + subject + "' refused a new schema: " + reason
                + ". Give every added field a default, remove only fields that have one, and never rename or change a"
                + " type; or publish under a new topic prefix.";
    }
}
