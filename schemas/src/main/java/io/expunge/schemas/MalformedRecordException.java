/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no record of the expected type and never will be. Its message names what is wrong and never quotes the
 * payload, which may hold personal data. Extends Kafka's own exception so that plain consumers treat it as usual.
 */
public final class MalformedRecordException extends SerializationException {
    private static final long serialVersionUID = 1L;

    private final Defect defect;

    public MalformedRecordException(Defect defect, String message) {
        this(defect, message, null);
    }

    public MalformedRecordException(Defect defect, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.defect = defect;
    }

    /** What is wrong, for dead-letter headers and metrics. */
    public Defect defect() {
        return defect;
    }

    /** The ways in which bytes can fail to be a record. */
    public enum Defect {
        /** There is no value at all. */
        NULL_VALUE,
        /** Fewer bytes than magic byte and schema id take. */
        TOO_SHORT,
        /** The first byte is not 0: not the Confluent wire format. */
        WRONG_MAGIC_BYTE,
        /** The registry knows no Avro schema of the id. */
        UNKNOWN_SCHEMA,
        /** A schema of another record. */
        OTHER_TYPE,
        /** The bytes do not follow their schema, or hold a value that is none. */
        NOT_AVRO,
        /** Bytes are left after the record. */
        TRAILING_BYTES
    }
}
