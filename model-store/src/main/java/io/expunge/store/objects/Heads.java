/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.HeadHint;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.format.SealedRecord;
import java.util.List;
import java.util.Optional;

/**
 * Head hints, each an object of its own whose key sorts as the hint does; the greatest is the head. Nothing is
 * replaced, so the head cannot move back, whoever writes when. Thread safe.
 *
 * @param bucket where they are
 */
record Heads(Bucket bucket) {

    Optional<HeadHint> greatest(String modelId) {
        Optional<String> key = greatestKey(modelId);
        while (key.isPresent()) {
            String greatest = key.get();
            Optional<byte[]> bytes = bucket.read(greatest, SealedRecord.MAX_BYTES);
            if (bytes.isPresent()) {
                return Optional.of(readHead(modelId, greatest, bytes.get()));
            }
            // It was tidied away between listing and reading, because a greater one had been written.
            key = greatestKey(modelId).filter(next -> next.compareTo(greatest) > 0);
        }
        return Optional.empty();
    }

    HeadHint advance(String modelId, HeadHint head) {
        Optional<HeadHint> known = greatest(modelId);
        if (known.isPresent() && !head.isAfter(known.get())) {
            bucket.confirm(Keys.head(modelId, known.get()));
            return known.get();
        }
        bucket.createIfAbsent(Keys.modelName(modelId), SealedRecord.model(modelId), Bucket.Access.STORE);
        bucket.createIfAbsent(Keys.head(modelId, head), SealedRecord.head(head), Bucket.Access.STORE);
        tidy(modelId);
        // A listing may not show yet what was just written.
        return greatest(modelId).filter(now -> !head.isAfter(now)).orElse(head);
    }

    private void tidy(String modelId) {
        List<String> keys = keys(modelId);
        keys.subList(0, Math.max(0, keys.size() - 1)).forEach(bucket::delete);
    }

    private Optional<String> greatestKey(String modelId) {
        List<String> keys = keys(modelId);
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
    }

    private List<String> keys(String modelId) {
        return bucket.list(Keys.heads(modelId)).stream().filter(Keys::isHead).toList();
    }

    /** A hint under another's name would be taken for newer than it is. */
    private static HeadHint readHead(String modelId, String key, byte[] bytes) {
        HeadHint head = SealedRecord.readHead(key, bytes);
        if (!key.equals(Keys.head(modelId, head))) {
            throw new ArtifactCorrupt(
                    key, "the hint its name says", "another", "delete it: it is only a hint at what the topics say");
        }
        return head;
    }
}
