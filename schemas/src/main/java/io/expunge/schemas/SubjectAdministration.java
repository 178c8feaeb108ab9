/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import io.expunge.schemas.SubjectFinding.Problem;
import io.expunge.schemas.TopicSpec.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Registers the contracts of a catalogue's topics and checks those that are. Inputs are BACKWARD_TRANSITIVE: the
 * processor reads what any older producer wrote. Outputs are FULL_TRANSITIVE: old subscribers also read what it writes
 * next year. Thread-safe; does not close the registry.
 */
public final class SubjectAdministration {
    private final SchemaRegistry registry;

    public SubjectAdministration(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** The level a topic's contract has to keep. */
    public static CompatibilityLevel requiredLevel(TopicSpec topic) {
        return topic.direction() == Direction.OUTPUT
                ? CompatibilityLevel.FULL_TRANSITIVE
                : CompatibilityLevel.BACKWARD_TRANSITIVE;
    }

    /**
     * Compares the registry with the catalogue; changes nothing.
     *
     * @return what is wrong, in the catalogue's order; empty if all is well
     * @throws RegistryUnavailableException if the registry cannot be asked
     */
    public List<SubjectFinding> check(TopicCatalogue catalogue) {
        List<SubjectFinding> findings = new ArrayList<>();
        for (TopicSpec topic : catalogue.topics()) {
            topic.value().ifPresent(type -> check(topic, EventSchemas.contractOf(type), findings));
        }
        return List.copyOf(findings);
    }

    /**
     * Registers what is missing and sets the levels. Does it all again without harm.
     *
     * @return the subjects that gained a schema
     * @throws IncompatibleSchemaException if a subject refuses this version's schema
     * @throws RegistryUnavailableException if the registry cannot be asked
     */
    public List<String> register(TopicCatalogue catalogue) {
        List<String> gained = new ArrayList<>();
        for (TopicSpec topic : catalogue.topics()) {
            topic.value().ifPresent(type -> {
                if (register(topic, EventSchemas.contractOf(type))) {
                    gained.add(Topics.valueSubject(topic.name()));
                }
            });
        }
        return List.copyOf(gained);
    }

    // The level comes first, so that the schema is held against it; but some registries cannot set the level of
    // nothing.
    private boolean register(TopicSpec topic, Schema schema) {
        String subject = Topics.valueSubject(topic.name());
        boolean known = knows(subject, schema);
        boolean levelHeld = holdsLevel(topic) || setLevel(topic);
        registry.register(subject, schema);
        if (!levelHeld) {
            registry.requireCompatibility(subject, requiredLevel(topic));
        }
        return !known;
    }

    private boolean setLevel(TopicSpec topic) {
        try {
            registry.requireCompatibility(Topics.valueSubject(topic.name()), requiredLevel(topic));
            return true;
        } catch (SchemaNotFoundException noSubject) {
            return false;
        }
    }

    private void check(TopicSpec topic, Schema schema, List<SubjectFinding> findings) {
        String subject = Topics.valueSubject(topic.name());
        if (!knows(subject, schema)) {
            findings.add(registry.isCompatible(subject, schema) ? missing(subject) : incompatible(subject));
        }
        if (!holdsLevel(topic)) {
            findings.add(weak(topic));
        }
    }

    private boolean knows(String subject, Schema schema) {
        try {
            registry.idOf(subject, schema);
            return true;
        } catch (SchemaNotFoundException unknown) {
            return false;
        }
    }

    private boolean holdsLevel(TopicSpec topic) {
        Optional<CompatibilityLevel> level = registry.compatibility(Topics.valueSubject(topic.name()));
        return level.isPresent() && level.get().atLeast(requiredLevel(topic));
    }

    private static SubjectFinding missing(String subject) {
        return new SubjectFinding(
                subject,
                Problem.MISSING,
                "the registry lacks this version's schema.",
                "Register it with 'expunge topics --create'.");
    }

    private static SubjectFinding incompatible(String subject) {
        return new SubjectFinding(
                subject,
                Problem.INCOMPATIBLE,
                "the registry holds a schema that this version's is not compatible with.",
                "Was the subject written by another program or a newer version? Use another topic prefix, or upgrade.");
    }

    private SubjectFinding weak(TopicSpec topic) {
        String subject = Topics.valueSubject(topic.name());
        String actual = registry.compatibility(subject).map(Enum::name).orElse("the registry's default");
        return new SubjectFinding(
                subject,
                Problem.COMPATIBILITY_LEVEL,
                "its compatibility level is " + actual + ", wanted is " + requiredLevel(topic) + ".",
                "Set it with 'expunge topics --create'.");
    }
}
