/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.DeletionRequested;
import io.expunge.processor.testing.SwitchableRegistry;
import io.expunge.schemas.RegistryUnavailableException;
import io.expunge.schemas.SchemaNotFoundException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatientRegistryTest {
    private final SwitchableRegistry registry = new SwitchableRegistry();
    private final int id = registry.register("subject", DeletionRequested.getClassSchema());

    private PatientRegistry patient(Duration patience) {
        return new PatientRegistry(registry, patience);
    }

    @Test
    void aRegistryThatComesBackIsWaitedFor() {
        registry.failNext(2);
        assertThat(patient(Duration.ofHours(1)).schemaById(id)).isEqualTo(DeletionRequested.getClassSchema());
        assertThat(registry.asked()).isEqualTo(3);
    }

    @Test
    void patienceEndsWithTheRegistrysOwnWords() {
        registry.failNext(Integer.MAX_VALUE);
        assertThatThrownBy(() -> patient(Duration.ZERO).schemaById(id))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("does not answer");
        assertThat(registry.asked()).isEqualTo(1);
    }

    @Test
    void anAnswerThatThereIsNoneIsAnAnswer() {
        assertThatThrownBy(() -> patient(Duration.ofHours(1)).schemaById(id + 100))
                .isInstanceOf(SchemaNotFoundException.class);
        assertThat(registry.asked()).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheWaitingAndStaysVisible() {
        registry.failNext(Integer.MAX_VALUE);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> patient(Duration.ofHours(1)).schemaById(id))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void everythingElseIsTheRegistrysOwn() {
        PatientRegistry patient = patient(Duration.ZERO);
        assertThat(patient.idOf("subject", DeletionRequested.getClassSchema())).isEqualTo(id);
        assertThat(patient.isCompatible("subject", DeletionRequested.getClassSchema()))
                .isTrue();
        assertThat(patient.compatibility("subject")).isEqualTo(registry.compatibility("subject"));
    }
}
