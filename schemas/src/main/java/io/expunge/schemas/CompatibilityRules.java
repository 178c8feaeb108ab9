/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;

/** Avro's own compatibility rules in a registry's words. Stateless. */
final class CompatibilityRules {
    private CompatibilityRules() {}

    /** Checks a schema against a subject's versions, oldest first. */
    static void check(CompatibilityLevel level, Schema schema, List<Schema> oldestFirst)
            throws SchemaValidationException {
        if (level == CompatibilityLevel.NONE) {
            return;
        }
        List<Schema> newestFirst = new ArrayList<>(oldestFirst);
        Collections.reverse(newestFirst);
        validator(level).validate(schema, newestFirst);
    }

    private static SchemaValidator validator(CompatibilityLevel level) {
        SchemaValidatorBuilder builder = new SchemaValidatorBuilder();
        if (level.backward() && level.forward()) {
            builder.mutualReadStrategy();
        } else if (level.backward()) {
            builder.canReadStrategy();
        } else {
            builder.canBeReadStrategy();
        }
        return level.transitive() ? builder.validateAll() : builder.validateLatest();
    }
}
