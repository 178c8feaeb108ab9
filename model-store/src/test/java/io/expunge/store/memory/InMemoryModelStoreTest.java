/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.memory;

import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreContract;

class InMemoryModelStoreTest extends ModelStoreContract {

    @Override
    protected ModelStore newStore() {
        return InMemoryModelStore.open();
    }
}
