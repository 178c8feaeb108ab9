/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.StoreOwner;
import io.expunge.store.StoreOwnership;
import io.expunge.store.format.SealedRecord;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The owner of a store, in one object that is written once.
 *
 * @param bucket where it is
 */
record BucketOwnership(Bucket bucket) implements StoreOwnership {

    @Override
    public String identity() {
        String fresh = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
        bucket.createIfAbsent(Keys.IDENTITY, SealedRecord.identity(fresh), Bucket.Access.STORE);
        byte[] stands = bucket.read(Keys.IDENTITY, SealedRecord.MAX_BYTES)
                .orElseThrow(() -> new ArtifactMissing(Keys.IDENTITY));
        return SealedRecord.readIdentity(Keys.IDENTITY, stands);
    }

    @Override
    public Optional<StoreOwner> owner() {
        return bucket.read(Keys.OWNER, SealedRecord.MAX_BYTES).map(bytes -> SealedRecord.readOwner(Keys.OWNER, bytes));
    }

    @Override
    public StoreOwner claim(StoreOwner owner) {
        bucket.createIfAbsent(Keys.OWNER, SealedRecord.owner(owner), Bucket.Access.STORE);
        return owner().orElseThrow(() -> new ArtifactMissing(Keys.OWNER));
    }

    @Override
    public void transfer(StoreOwner owner) {
        byte[] bytes = SealedRecord.owner(owner);
        if (!bucket.createIfAbsent(Keys.OWNER, bytes, Bucket.Access.STORE)) {
            bucket.repair(Keys.OWNER, bytes);
        }
    }
}
