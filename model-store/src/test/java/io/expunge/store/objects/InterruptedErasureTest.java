/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.ErasedArtifact;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.memory.MemoryBucket;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An erasure that stops before any of its steps: what lives stays whole, and a repetition ends as if nothing had been. */
class InterruptedErasureTest {

    private static final Set<String> STEPS = Set.of("createIfAbsent", "delete", "repair");
    private static final ArtifactDraft GOING = Drafts.forBatch(Drafts.fixed(), "m", "going");
    private static final ArtifactDraft STAYING = Drafts.forBatch(Drafts.withMetric(GOING, "other", 1), "m", "staying");

    @Test
    void anErasureMayStopAnywhere() {
        ErasedArtifact whole = erase(new MemoryBucket(), Integer.MAX_VALUE);
        int steps = 0;
        boolean stopped = true;
        while (stopped) {
            MemoryBucket bucket = new MemoryBucket();
            try {
                erase(bucket, steps++);
                stopped = false;
            } catch (StoreUnavailable asMeant) {
                ModelStore store = open(bucket);
                ContentHash hash = whole.hash();
                assertThat(store.erasure().erase(List.of(hash), Set.of())).containsExactly(whole);
                assertThat(store.contains(hash)).isFalse();
                assertThat(store.erasure().sweep(Instant.EPOCH, Set.of())).isZero();
                ContentHash stays = store.list().get(0);
                assertThat(store.open(stays).contents()).isEqualTo(STAYING.contents());
                assertThat(store.put(GOING)).isEqualTo(hash);
                assertThat(store.open(hash).contents()).isEqualTo(GOING.contents());
            }
        }
        assertThat(steps).as("places to stop at").isGreaterThan(6);
    }

    private static ModelStore open(Bucket bucket) {
        return ObjectModelStore.open(bucket, Clock.systemUTC());
    }

    private static ErasedArtifact erase(MemoryBucket bucket, int stopAfter) {
        ContentHash going = open(bucket).put(GOING);
        open(bucket).put(STAYING);
        return open(stopping(bucket, stopAfter))
                .erasure()
                .erase(List.of(going), Set.of())
                .get(0);
    }

    private static Bucket stopping(Bucket bucket, int stopAfter) {
        int[] left = {stopAfter};
        return (Bucket) Proxy.newProxyInstance(
                Bucket.class.getClassLoader(), new Class<?>[] {Bucket.class}, (self, method, arguments) -> {
                    if (STEPS.contains(method.getName()) && left[0]-- <= 0) {
                        throw new StoreUnavailable(
                                "write", "memory", "it is meant to", "do not", new IllegalStateException());
                    }
                    try {
                        return method.invoke(bucket, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
