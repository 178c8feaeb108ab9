/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import io.expunge.store.ErasureContract;
import io.expunge.store.ModelStore;

class S3ErasureTest extends ErasureContract {

    @Override
    protected ModelStore newStore() {
        return S3ModelStore.open(S3Server.shared().client(), S3Server.shared().newPlace());
    }
}
