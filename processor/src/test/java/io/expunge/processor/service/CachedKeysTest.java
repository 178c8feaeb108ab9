/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.PseudonymKey;
import io.expunge.store.PseudonymKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CachedKeysTest {
    private static final PseudonymKey KEY = PseudonymKey.of(new byte[PseudonymKey.BYTES]);

    private final StumblingKeys keys = new StumblingKeys();

    @Test
    void aStoreThatComesBackIsWaitedFor() {
        keys.failures = 2;
        CachedKeys cached = new CachedKeys(keys, Duration.ofHours(1));
        assertThat(cached.find("m")).contains(KEY);
        assertThat(cached.find("m")).contains(KEY);
        assertThat(keys.asked).as("two failures and one answer, kept").isEqualTo(3);
    }

    @Test
    void patienceEnds() {
        keys.failures = Integer.MAX_VALUE;
        assertThatThrownBy(() -> new CachedKeys(keys, Duration.ZERO).find("m")).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void aDamagedKeyIsNotWaitedFor() {
        keys.failures = 1;
        keys.failure = new ArtifactCorrupt("key", "a", "b");
        assertThatThrownBy(() -> new CachedKeys(keys, Duration.ofHours(1)).find("m"))
                .isInstanceOf(ArtifactCorrupt.class);
    }

    /** Fails as often as it is told. */
    private static final class StumblingKeys implements PseudonymKeys {
        private int failures;
        private int asked;
        private RuntimeException failure = new StoreUnavailable("read", "key", "gone", "wait", new IOException());

        @Override
        public Optional<PseudonymKey> find(String modelId) {
            asked++;
            if (failures-- > 0) {
                throw failure;
            }
            return Optional.of(KEY);
        }

        @Override
        public PseudonymKey getOrCreate(String modelId) {
            return KEY;
        }

        @Override
        public void destroy(String modelId) {
            throw new UnsupportedOperationException();
        }
    }
}
