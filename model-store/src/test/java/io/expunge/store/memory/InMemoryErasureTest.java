/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.memory;

import io.expunge.store.ErasureContract;
import io.expunge.store.ModelStore;

class InMemoryErasureTest extends ErasureContract {

    @Override
    protected ModelStore newStore() {
        return InMemoryModelStore.open();
    }
}
