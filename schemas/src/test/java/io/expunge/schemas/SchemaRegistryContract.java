/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What every schema registry behind the seam has to do. Subjects are fresh in every test, so a registry may be shared. */
public abstract class SchemaRegistryContract {
    private final String subject = "contract-" + UUID.randomUUID() + "-value";

    /** The registry under test. */
    protected abstract SchemaRegistry registry();

    /** A record schema with the given fields, different in every test by its name. */
    private Schema schema(String... fields) {
        String name = "R" + subject.replaceAll("[^a-zA-Z0-9]", "");
        String json =
                "{\"type\":\"record\",\"name\":\"" + name + "\",\"namespace\":\"io.expunge.contract\",\"fields\":["
                        + String.join(",", Arrays.asList(fields)) + "]}";
        return new Schema.Parser().parse(json);
    }

    private static final String REQUIRED = "{\"name\":\"a\",\"type\":\"int\",\"doc\":\"kept\"}";
    private static final String OPTIONAL = "{\"name\":\"b\",\"type\":\"string\",\"default\":\"x\"}";
    private static final String ADDED_REQUIRED = "{\"name\":\"c\",\"type\":\"long\"}";
    private static final String RETYPED = "{\"name\":\"a\",\"type\":\"string\",\"default\":\"\"}";

    @Test
    void registeringTwiceGivesOneId() {
        int id = registry().register(subject, schema(REQUIRED));
        assertThat(registry().register(subject, schema(REQUIRED))).isEqualTo(id);
    }

    @Test
    void oneSchemaHasOneIdUnderEverySubject() {
        int id = registry().register(subject, schema(REQUIRED));
        assertThat(registry().register("other-" + subject, schema(REQUIRED))).isEqualTo(id);
    }

    @Test
    void differentSchemasHaveDifferentIds() {
        int id = registry().register(subject, schema(REQUIRED));
        assertThat(registry().register(subject, schema(REQUIRED, OPTIONAL))).isNotEqualTo(id);
    }

    @Test
    void aRegisteredSchemaIsFoundBothWays() {
        Schema schema = schema(REQUIRED, OPTIONAL);
        int id = registry().register(subject, schema);
        assertThat(registry().idOf(subject, schema)).isEqualTo(id);
        assertThat(registry().schemaById(id)).isEqualTo(schema);
        assertThat(registry().schemaById(id).getField("a").doc()).isEqualTo("kept");
        assertThat(registry().schemaById(id).getField("b").defaultVal()).isEqualTo("x");
    }

    @Test
    void lookingUpNeverRegisters() {
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> registry().idOf(subject, schema(REQUIRED)))
                    .isInstanceOf(SchemaNotFoundException.class)
                    .hasMessageContaining(subject);
        }
    }

    @Test
    void aSubjectKnowsOnlyItsOwnSchemas() {
        registry().register(subject, schema(REQUIRED));
        assertThatThrownBy(() -> registry().idOf(subject, schema(REQUIRED, OPTIONAL)))
                .isInstanceOf(SchemaNotFoundException.class);
    }

    @Test
    void idsThatNobodyGaveAreUnknown() {
        for (int id : new int[] {Integer.MAX_VALUE, 0, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> registry().schemaById(id))
                    .isInstanceOf(SchemaNotFoundException.class)
                    .hasMessageContaining(String.valueOf(id));
        }
    }

    @Test
    void aLevelIsKept() {
        registry().register(subject, schema(REQUIRED));
        registry().requireCompatibility(subject, CompatibilityLevel.BACKWARD_TRANSITIVE);
        assertThat(registry().compatibility(subject)).contains(CompatibilityLevel.BACKWARD_TRANSITIVE);
        registry().requireCompatibility(subject, CompatibilityLevel.FULL_TRANSITIVE);
        assertThat(registry().compatibility(subject)).contains(CompatibilityLevel.FULL_TRANSITIVE);
    }

    @Test
    void aSubjectWithoutALevelPromisesNothing() {
        registry().register(subject, schema(REQUIRED));
        assertThat(registry().compatibility(subject).orElse(CompatibilityLevel.NONE))
                .isEqualTo(CompatibilityLevel.NONE);
        assertThat(registry().compatibility("nothing-" + subject)).isEmpty();
    }

    @Test
    void aSubjectWithoutVersionsTakesEverySchema() {
        assertThat(registry().isCompatible(subject, schema(REQUIRED))).isTrue();
    }

    @Test
    void backwardAcceptsAFieldWithADefaultAndTheLossOfOne() {
        startAt(CompatibilityLevel.BACKWARD_TRANSITIVE, schema(REQUIRED));
        accepts(schema(REQUIRED, OPTIONAL));
        accepts(schema(OPTIONAL));
    }

    @Test
    void backwardRefusesAFieldWithoutADefault() {
        startAt(CompatibilityLevel.BACKWARD_TRANSITIVE, schema(REQUIRED));
        refuses(schema(REQUIRED, ADDED_REQUIRED));
    }

    @Test
    void fullRefusesTheLossOfARequiredField() {
        startAt(CompatibilityLevel.FULL_TRANSITIVE, schema(REQUIRED, OPTIONAL));
        refuses(schema(OPTIONAL));
        accepts(schema(REQUIRED));
    }

    @Test
    void transitiveLooksPastTheNewestVersion() {
        startAt(CompatibilityLevel.BACKWARD_TRANSITIVE, schema(REQUIRED, OPTIONAL));
        accepts(schema(OPTIONAL));
        refuses(schema(OPTIONAL, RETYPED));
    }

    @Test
    void aRefusedSchemaLeavesNoTrace() {
        startAt(CompatibilityLevel.FULL_TRANSITIVE, schema(REQUIRED));
        Schema refused = schema(REQUIRED, ADDED_REQUIRED);
        refuses(refused);
        assertThatThrownBy(() -> registry().idOf(subject, refused)).isInstanceOf(SchemaNotFoundException.class);
    }

    @Test
    void everyContractGoesInAndComesBack() {
        for (var type : Topics.withDefaultPrefix().valueTypes().values()) {
            Schema contract = EventSchemas.contractOf(type);
            int id = registry().register(type.getSimpleName() + "-" + subject, contract);
            assertThat(registry().schemaById(id)).isEqualTo(contract);
            assertThat(registry().idOf(type.getSimpleName() + "-" + subject, contract))
                    .isEqualTo(id);
        }
    }

    @Test
    void aWholeCatalogueIsRegisteredAndThenWithoutFindings() {
        TopicCatalogue catalogue = TopicCatalogue.of(TopicSettings.defaults().withPrefix(subject + "."));
        SubjectAdministration administration = new SubjectAdministration(registry());
        assertThat(administration.check(catalogue))
                .filteredOn(finding -> finding.problem() == SubjectFinding.Problem.MISSING)
                .hasSize(7);
        assertThat(administration.register(catalogue)).hasSize(7);
        assertThat(administration.check(catalogue)).isEmpty();
        assertThat(administration.register(catalogue)).isEmpty();
        EventSchemas.prepare(registry(), catalogue.settings().topics());
    }

    private void startAt(CompatibilityLevel level, Schema first) {
        registry().register(subject, first);
        registry().requireCompatibility(subject, level);
    }

    private void accepts(Schema schema) {
        assertThat(registry().isCompatible(subject, schema)).isTrue();
        registry().register(subject, schema);
    }

    private void refuses(Schema schema) {
        assertThat(registry().isCompatible(subject, schema)).isFalse();
        assertThatThrownBy(() -> registry().register(subject, schema))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining(subject);
    }
}
