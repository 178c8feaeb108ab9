/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.PseudonymKey;
import io.expunge.store.PseudonymKeys;
import io.expunge.store.format.SealedRecord;
import java.util.Optional;

/**
 * The keys of models, each an object that only its writer's account may read. Thread safe.
 *
 * @param bucket where they are
 */
record BucketKeys(Bucket bucket) implements PseudonymKeys {

    @Override
    public Optional<PseudonymKey> find(String modelId) {
        String key = Keys.key(modelId);
        String file = "The pseudonym key " + key;
        Optional<PseudonymKey> found = bucket.read(key, SealedRecord.MAX_BYTES)
                .map(bytes -> SealedRecord.readKey(file, bytes, Keys.modelHash(modelId)));
        // Pseudonyms are written elsewhere at once, and must not outlive the only key that makes them.
        found.ifPresent(one -> bucket.confirm(key));
        return found;
    }

    @Override
    public PseudonymKey getOrCreate(String modelId) {
        return find(modelId).orElseGet(() -> create(modelId));
    }

    private PseudonymKey create(String modelId) {
        bucket.createIfAbsent(Keys.modelName(modelId), SealedRecord.model(modelId), Bucket.Access.STORE);
        bucket.createIfAbsent(
                Keys.key(modelId),
                SealedRecord.key(PseudonymKey.random(), Keys.modelHash(modelId)),
                Bucket.Access.OWNER);
        // Another may have been first: the key is the one that is there.
        return find(modelId)
                .orElseThrow(() -> new ArtifactMissing("The pseudonym key of a model, destroyed while it was made,"));
    }

    @Override
    public void destroy(String modelId) {
        bucket.delete(Keys.key(modelId));
    }
}
