/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.SigningKey;
import io.expunge.store.SigningKeys;
import io.expunge.store.format.SealedRecord;
import java.util.Optional;

/**
 * The signing key of a store in a bucket.
 *
 * @param bucket where it is kept
 */
record BucketSigningKeys(Bucket bucket) implements SigningKeys {

    @Override
    public Optional<SigningKey> find() {
        Optional<SigningKey> found = bucket.read(Keys.SIGNING_KEY, SealedRecord.MAX_BYTES)
                .map(bytes -> SealedRecord.readSigningKey(Keys.SIGNING_KEY, bytes));
        // Signatures go elsewhere at once, and must not outlive the only key that makes them.
        found.ifPresent(key -> bucket.confirm(Keys.SIGNING_KEY));
        return found;
    }

    @Override
    public SigningKey getOrCreate() {
        return find().orElseGet(this::create);
    }

    private SigningKey create() {
        bucket.createIfAbsent(Keys.SIGNING_KEY, SealedRecord.signingKey(SigningKey.random()), Bucket.Access.OWNER);
        // Another may have been first: the key is the one that is there.
        return find().orElseThrow(() -> new ArtifactMissing(Keys.SIGNING_KEY));
    }
}
