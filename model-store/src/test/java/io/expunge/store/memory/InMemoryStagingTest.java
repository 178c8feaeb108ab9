/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.memory;

import io.expunge.store.ModelStore;
import io.expunge.store.StagingAreaContract;

class InMemoryStagingTest extends StagingAreaContract {

    @Override
    protected ModelStore newStore() {
        return InMemoryModelStore.open();
    }
}
