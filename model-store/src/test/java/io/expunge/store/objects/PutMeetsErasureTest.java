/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.Drafts;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.Seeds;
import io.expunge.store.memory.MemoryBucket;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A put and an erasure of an artifact that shares its files, one in the middle of the other, before every single call that
 * the other makes of the bucket. What a put returned for is whole; what was refused succeeds when it is tried again.
 */
class PutMeetsErasureTest {

    private static final int LAG = 60;
    private static final int ROUNDS = 2;
    private static final ArtifactDraft GOING = Drafts.forBatch(Drafts.fixed(), "m", "going");
    private static final ArtifactDraft COMING = Drafts.forBatch(Drafts.withMetric(GOING, "other", 1), "m", "coming");

    private static final ContentHash GOING_HASH = open(new MemoryBucket()).put(GOING);

    private final Random random = Meeting.everyOther(new Random(Long.parseLong(Seeds.PROPERTY)));
    private final List<Integer> lost = new ArrayList<>();
    private int meetings;

    /** Lets the two meet in an empty bucket and tells whether they did. */
    private interface Meet {
        boolean meet(LaggingListing bucket, int beforeCall);
    }

    @Test
    void aPutComesDuringAnErasure() {
        everywhere(0, this::putDuringErasure);
        assertThat(lost).isEmpty();
        assertThat(meetings).isGreaterThan(50);
    }

    @Test
    void anErasureComesDuringAPut() {
        everywhere(0, this::erasureDuringPut);
        assertThat(lost).isEmpty();
        assertThat(meetings).isGreaterThan(30);
    }

    @Test
    void listingsLagMeanwhile() {
        for (int round = 0; round < ROUNDS; round++) {
            everywhere(LAG, this::putDuringErasure);
            everywhere(LAG, this::erasureDuringPut);
        }
        assertThat(lost).isEmpty();
    }

    /** The last look of a put is what keeps it whole: the meetings here see where it is missing. */
    @Test
    void aPutThatDoesNotLookLosesFiles() {
        everywhere(0, (bucket, call) -> erasureDuringPut(bucket, Meeting.unaware(bucket), call));
        assertThat(lost).isNotEmpty();
        lost.clear();
        everywhere(0, (bucket, call) -> putDuringErasure(bucket, Meeting.unaware(bucket), call));
        assertThat(lost).isNotEmpty();
    }

    private void everywhere(int lag, Meet meet) {
        int call = 0;
        while (meet.meet(new LaggingListing(new MemoryBucket(), lag, random), call)) {
            call++;
        }
        meetings += call;
    }

    private boolean putDuringErasure(LaggingListing bucket, int call) {
        return putDuringErasure(bucket, bucket, call);
    }

    private boolean erasureDuringPut(LaggingListing bucket, int call) {
        return erasureDuringPut(bucket, bucket, call);
    }

    private boolean putDuringErasure(LaggingListing bucket, Bucket seenByPut, int call) {
        open(bucket).put(GOING);
        boolean[] met = {false};
        boolean[] put = {false};
        Bucket seen = Meeting.interrupted(bucket, call, () -> {
            met[0] = true;
            put[0] = succeeds(() -> open(seenByPut).put(COMING));
        });
        ModelStore store = open(seen); // opening is no part of it
        succeeds(() -> erase(store));
        judge(bucket, put[0], call);
        return met[0];
    }

    private boolean erasureDuringPut(LaggingListing bucket, Bucket seenByPut, int call) {
        open(bucket).put(GOING);
        boolean[] met = {false};
        Bucket seen = Meeting.interrupted(seenByPut, call, () -> {
            met[0] = true;
            succeeds(() -> erase(open(bucket)));
        });
        ModelStore store = open(seen);
        boolean put = succeeds(() -> store.put(COMING));
        judge(bucket, put, call);
        return met[0];
    }

    private void judge(LaggingListing bucket, boolean put, int call) {
        if (put && !isWhole(bucket)) {
            lost.add(call);
        }
        bucket.catchUp();
        ModelStore store = open(bucket);
        erase(store);
        store.put(COMING);
        assertThat(isWhole(bucket)).isTrue();
        assertThat(store.list()).hasSize(1);
    }

    private static boolean isWhole(Bucket bucket) {
        try {
            ModelStore store = open(bucket);
            ContentHash hash = store.findByBatch("coming").orElseThrow();
            return store.open(hash).contents().equals(COMING.contents());
        } catch (ModelStoreException lost) {
            return false;
        }
    }

    private static boolean succeeds(Runnable work) {
        try {
            work.run();
            return true;
        } catch (StoreUnavailable refused) {
            return false;
        }
    }

    private static ModelStore open(Bucket bucket) {
        return ObjectModelStore.open(bucket, Clock.systemUTC());
    }

    private static void erase(ModelStore store) {
        store.erasure().erase(List.of(GOING_HASH), Set.of());
        store.erasure().sweep(Instant.EPOCH, Set.of());
    }
}
