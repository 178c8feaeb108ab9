/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.memory;

import io.expunge.store.ModelStore;
import io.expunge.store.objects.ObjectModelStore;
import java.time.Clock;

/** The model store in memory: the same store on a bucket that forgets everything when it is let go. */
public final class InMemoryModelStore {

    private InMemoryModelStore() {}

    /** Opens a new, empty store. */
    public static ModelStore open() {
        return ObjectModelStore.open(new MemoryBucket(), Clock.systemUTC());
    }
}
