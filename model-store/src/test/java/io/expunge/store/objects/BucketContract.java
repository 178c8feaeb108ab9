/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.objects.Bucket.Access;
import org.junit.jupiter.api.Test;

/** What every bucket must do. */
public abstract class BucketContract {

    /** Opens an empty bucket. */
    protected abstract Bucket newBucket();

    @Test
    void anObjectIsWrittenOnce() {
        try (Bucket bucket = newBucket()) {
            assertThat(bucket.exists("a/b")).isFalse();
            assertThat(bucket.read("a/b", 9)).isEmpty();
            assertThat(bucket.createIfAbsent("a/b", new byte[] {1, 2}, Access.STORE))
                    .isTrue();
            assertThat(bucket.createIfAbsent("a/b", new byte[] {3}, Access.STORE))
                    .isFalse();
            assertThat(bucket.exists("a/b")).isTrue();
            assertThat(bucket.read("a/b", 9)).hasValue(new byte[] {1, 2});
        }
    }

    @Test
    void aReaderNeverGetsMoreThanOneByteOverItsLimit() {
        try (Bucket bucket = newBucket()) {
            bucket.createIfAbsent("a/b", new byte[100], Access.STORE);
            assertThat(bucket.read("a/b", 100).orElseThrow()).hasSize(100);
            assertThat(bucket.read("a/b", 99).orElseThrow()).hasSize(100);
            assertThat(bucket.read("a/b", 10).orElseThrow()).hasSize(11);
        }
    }

    @Test
    void aLinkIsASecondNameThatOutlivesTheFirst() {
        try (Bucket bucket = newBucket()) {
            bucket.createIfAbsent("a/b", new byte[] {1, 2}, Access.STORE);
            assertThat(bucket.linkIfAbsent("a/b", "c/d/e")).isTrue();
            assertThat(bucket.linkIfAbsent("a/b", "c/d/e")).isIn(true, false);
            bucket.delete("a/b");
            assertThat(bucket.exists("a/b")).isFalse();
            assertThat(bucket.read("c/d/e", 9)).hasValue(new byte[] {1, 2});
        }
    }

    @Test
    void aLinkNeitherOverwritesNorComesFromNothing() {
        try (Bucket bucket = newBucket()) {
            bucket.createIfAbsent("a", new byte[] {1}, Access.STORE);
            bucket.createIfAbsent("b", new byte[] {2}, Access.STORE);
            assertThat(bucket.linkIfAbsent("a", "b")).isFalse();
            assertThat(bucket.read("b", 9)).hasValue(new byte[] {2});
            assertThatThrownBy(() -> bucket.linkIfAbsent("none", "c")).isInstanceOf(ArtifactMissing.class);
            assertThatThrownBy(() -> bucket.linkIfAbsent("none", "b")).isInstanceOf(ArtifactMissing.class);
            assertThat(bucket.exists("c")).isFalse();
        }
    }

    @Test
    void aRepairReplaces() {
        try (Bucket bucket = newBucket()) {
            bucket.createIfAbsent("a/b", new byte[] {1}, Access.STORE);
            bucket.repair("a/b", new byte[] {2});
            assertThat(bucket.read("a/b", 9)).hasValue(new byte[] {2});
        }
    }

    @Test
    void aDeletedObjectIsGoneAndItsNameFree() {
        try (Bucket bucket = newBucket()) {
            bucket.createIfAbsent("a/b", new byte[] {1}, Access.OWNER);
            bucket.delete("a/b");
            bucket.delete("a/b");
            assertThat(bucket.exists("a/b")).isFalse();
            assertThat(bucket.createIfAbsent("a/b", new byte[] {2}, Access.OWNER))
                    .isTrue();
        }
    }

    @Test
    void aListingIsSortedAndOfOneFolder() {
        try (Bucket bucket = newBucket()) {
            assertThat(bucket.list("a")).isEmpty();
            for (String key : new String[] {"a/c", "a/b.json", "ab/x", "a/d/e"}) {
                bucket.createIfAbsent(key, new byte[0], Access.STORE);
            }
            assertThat(bucket.list("a").stream().filter(key -> !key.equals("a/d")))
                    .containsExactly("a/b.json", "a/c");
        }
    }

    @Test
    void whatWasGivenOrGotIsACopy() {
        try (Bucket bucket = newBucket()) {
            byte[] given = {1};
            bucket.createIfAbsent("a", given, Access.STORE);
            given[0] = 9;
            bucket.read("a", 1).orElseThrow()[0] = 9;
            assertThat(bucket.read("a", 1)).hasValue(new byte[] {1});
        }
    }
}
