/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.testing.Sample;
import io.expunge.store.Lineage;
import io.expunge.store.Operation;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered is what the store would give, and goes when the model has moved on. */
class BaseModelsTest {
    private static Sample sample;

    private final BaseModels bases = new BaseModels(sample.store);
    private final StoredModel model = sample.load(sample.base);

    @BeforeAll
    static void train() {
        sample = new Sample();
    }

    @BeforeEach
    void remember() {
        bases.remember(sample.base, sample.store.open(sample.base).lineage(), model);
    }

    private StoredModel opened() {
        return bases.open(sample.base.hex()).model();
    }

    @Test
    void whatWasJustPutIsTheBaseOfTheNextJob() {
        assertThat(opened()).isSameAs(model);
        assertThat(bases.open(sample.base.hex()).bytes())
                .isEqualTo(sample.store.open(sample.base).files().values().stream()
                        .mapToLong(file -> file.bytes())
                        .sum());
    }

    /** A batch served twice with different results: the artifact that stands is not the one at hand. */
    @Test
    void aModelThatTheStoreDidNotSettleOnIsNotRemembered() {
        Lineage stands = sample.store.open(sample.base).lineage();
        Lineage other = new Lineage(
                stands.modelId(), Optional.empty(), Operation.TRAINED, Optional.of("another"), stands.provenance());
        bases.remember(sample.base, other, model);
        assertThat(opened()).isNotSameAs(model);
        assertThat(opened().documents()).isEqualTo(model.documents());
    }

    @Test
    void theHeadStaysAndOtherModelsDo() {
        bases.keepOnly(Sample.MODEL, Optional.of(sample.base.hex()));
        bases.keepOnly("other", Optional.of("0".repeat(64)));
        bases.keepOnly("other", Optional.empty());
        assertThat(opened()).isSameAs(model);
    }

    @Test
    void aHeadThatMovesLetsGoOfWhatWasBefore() {
        bases.keepOnly(Sample.MODEL, Optional.of("0".repeat(64)));
        assertThat(opened()).isNotSameAs(model);
    }

    @Test
    void aModelThatIsLookedAfterElsewhereIsLetGo() {
        bases.keepOnly(Sample.MODEL, Optional.empty());
        assertThat(opened()).isNotSameAs(model);
    }
}
