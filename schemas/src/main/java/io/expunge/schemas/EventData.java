/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import io.expunge.events.DeletionRequested;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Avro's view of our generated classes, and of no others. Avro refuses to load classes that a schema names unless the
 * whole process is told to trust them; this model knows where its own classes are, so no global switch is needed and no
 * schema can make it load anything else. Thread-safe.
 */
final class EventData extends SpecificData {
    static final EventData INSTANCE = new EventData();

    private static final String NAMESPACE = DeletionRequested.class.getPackageName();

    private EventData() {
        super(DeletionRequested.class.getClassLoader());
        addLogicalTypeConversion(new Conversions.UUIDConversion());
        addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    }

    @Override
    @SuppressWarnings("rawtypes") // as inherited
    public @Nullable Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> NAMESPACE.equals(schema.getNamespace()) ? ownClass(schema) : null;
            default -> super.getClass(schema);
        };
    }

    private @Nullable Class<?> ownClass(Schema schema) {
        try {
            return Class.forName(schema.getFullName(), true, getClassLoader());
        } catch (ClassNotFoundException notOurs) {
            return null;
        }
    }
}
