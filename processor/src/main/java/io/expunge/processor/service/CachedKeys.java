/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.PseudonymKey;
import io.expunge.store.PseudonymKeys;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the keys that were found, so that the stream thread reads each from disk once. A key never changes; that there is
 * none is asked again, and a store that cannot be reached is asked for a while. Thread-safe.
 */
final class CachedKeys implements PseudonymKeys {
    private final PseudonymKeys keys;
    private final Map<String, PseudonymKey> known = new ConcurrentHashMap<>();

    private final Patience<StoreUnavailable> patience;

    CachedKeys(PseudonymKeys keys, Duration patience) {
        this.keys = keys;
        this.patience = new Patience<>("model store", patience, StoreUnavailable.class);
    }

    @Override
    public Optional<PseudonymKey> find(String modelId) {
        PseudonymKey cached = known.get(modelId);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<PseudonymKey> found = patience.ask(() -> keys.find(modelId));
        found.ifPresent(key -> known.put(modelId, key));
        return found;
    }

    @Override
    public PseudonymKey getOrCreate(String modelId) {
        return known.computeIfAbsent(modelId, keys::getOrCreate);
    }

    @Override
    public void destroy(String modelId) {
        known.remove(modelId);
        keys.destroy(modelId);
    }
}
