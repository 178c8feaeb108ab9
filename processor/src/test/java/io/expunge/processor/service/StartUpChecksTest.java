/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ModelStore;
import io.expunge.store.StoreOwner;
import io.expunge.store.memory.InMemoryModelStore;
import org.junit.jupiter.api.Test;

class StartUpChecksTest {
    private static final StoreOwner OURS = new StoreOwner("cluster", "expunge.");
    private static final StoreOwner THEIRS = new StoreOwner("cluster", "other.");

    @Test
    void aStoreThatSomebodyElseClaimedFirstIsNotUsed() {
        ModelStore store = InMemoryModelStore.open();
        store.ownership().claim(THEIRS);
        assertThatThrownBy(() -> StartUpChecks.claim(store.ownership(), OURS))
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining("belongs to " + THEIRS)
                .hasMessageContaining("not to " + OURS);
    }

    @Test
    void aFreeStoreIsClaimedAndClaimedAgain() {
        ModelStore store = InMemoryModelStore.open();
        StartUpChecks.claim(store.ownership(), OURS);
        StartUpChecks.claim(store.ownership(), OURS);
        assertThat(store.ownership().owner()).contains(OURS);
    }
}
