/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.memory;

import io.expunge.store.objects.Bucket;
import io.expunge.store.objects.BucketContract;

class MemoryBucketTest extends BucketContract {

    @Override
    protected Bucket newBucket() {
        return new MemoryBucket();
    }
}
