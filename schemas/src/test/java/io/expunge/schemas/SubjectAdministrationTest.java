/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.AuditRecorded;
import io.expunge.schemas.SubjectFinding.Problem;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class SubjectAdministrationTest {
    private static final TopicCatalogue CATALOGUE = TopicCatalogue.of(TopicSettings.defaults());
    private static final String AUDIT = "expunge.audit-value";

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final SubjectAdministration administration = new SubjectAdministration(registry);

    @Test
    void inputsAreBackwardAndOutputsFull() {
        administration.register(CATALOGUE);
        assertThat(registry.compatibility("expunge.deletion-requests-value"))
                .contains(CompatibilityLevel.BACKWARD_TRANSITIVE);
        assertThat(registry.compatibility(AUDIT)).contains(CompatibilityLevel.FULL_TRANSITIVE);
    }

    @Test
    void aWeakerLevelIsFoundAndRaised() {
        administration.register(CATALOGUE);
        registry.requireCompatibility(AUDIT, CompatibilityLevel.BACKWARD);
        assertThat(administration.check(CATALOGUE)).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(Problem.COMPATIBILITY_LEVEL);
            assertThat(finding.toString()).contains(AUDIT, "BACKWARD", "FULL_TRANSITIVE");
        });
        administration.register(CATALOGUE);
        assertThat(administration.check(CATALOGUE)).isEmpty();
    }

    @Test
    void aStrongerLevelIsLeftAlone() {
        registry.requireCompatibility("expunge.deletion-requests-value", CompatibilityLevel.FULL_TRANSITIVE);
        administration.register(CATALOGUE);
        assertThat(registry.compatibility("expunge.deletion-requests-value"))
                .contains(CompatibilityLevel.FULL_TRANSITIVE);
    }

    @Test
    void aForeignSchemaUnderOurSubjectIsNotBuiltUpon() {
        Schema foreign = SchemaBuilder.record(AuditRecorded.class.getName())
                .fields()
                .requiredBytes("hash")
                .endRecord();
        registry.register(AUDIT, foreign);
        assertThat(administration.check(CATALOGUE))
                .filteredOn(finding -> finding.subject().equals(AUDIT))
                .extracting(SubjectFinding::problem)
                .containsExactly(Problem.INCOMPATIBLE, Problem.COMPATIBILITY_LEVEL);
        assertThatThrownBy(() -> administration.register(CATALOGUE))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining(AUDIT);
    }
}
