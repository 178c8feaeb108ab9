/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The seam to a Confluent-compatible schema registry. Every method may throw {@link RegistryUnavailableException}.
 * Implementations are thread-safe and remember what never changes (ids, schemas), so asking again costs nothing.
 */
public interface SchemaRegistry extends AutoCloseable {

    /**
     * Makes the schema a version of the subject, or finds it there already.
     *
     * @return the schema's id, the same for the same schema under every subject
     * @throws IncompatibleSchemaException if the subject's compatibility level refuses it
     */
    int register(String subject, Schema schema);

    /**
     * The id of a schema that the subject already has. Never registers.
     *
     * @throws SchemaNotFoundException if the subject does not exist or has no such version
     */
    int idOf(String subject, Schema schema);

    /**
     * The schema of an id.
     *
     * @throws SchemaNotFoundException if the registry has none, or one that is not Avro
     */
    Schema schemaById(int id);

    /**
     * Sets the level that later versions of the subject have to keep.
     *
     * @throws SchemaNotFoundException if the registry cannot set it before the subject's first version
     */
    void requireCompatibility(String subject, CompatibilityLevel level);

    /**
     * The level set for this very subject. Empty if there is none and the registry's default applies; some registries
     * say {@code NONE} then.
     */
    Optional<CompatibilityLevel> compatibility(String subject);

    /** Whether the subject would accept the schema at its level; a subject without versions accepts every schema. */
    boolean isCompatible(String subject, Schema schema);

    @Override
    void close();
}
