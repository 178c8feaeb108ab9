/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.ContentHash;
import io.expunge.store.FileEntry;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.format.Manifest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The manifests of a store, and whether a listing of them can be trusted: it has to show a note that was written among
 * them just before. What shows the newest change is taken to show the older ones too. Thread safe.
 *
 * @param bucket where they are
 * @param clock  says in the note when it was written, so that one left by a crash is known to be old
 */
record ManifestListing(Bucket bucket, Clock clock) {

    private static final String LAGS =
            "the listing does not show what was written a moment ago, so nobody can say which"
                    + " files other artifacts need";
    private static final String REMEDY = "nothing was lost and it is tried again; where listings always lag, set"
            + " expunge.purge.policy=keep or use a store that lists what was written, as Amazon S3 does";

    /** @throws StoreUnavailable if listings lag */
    void requireCurrent() {
        current();
    }

    private List<String> current() {
        String canary = Keys.canary(clock.instant(), HexFormat.of().toHexDigits(new SecureRandom().nextLong()));
        bucket.createIfAbsent(canary, new byte[] {'\n'}, Bucket.Access.STORE);
        try {
            List<String> shown = bucket.list(Keys.MANIFESTS);
            if (!shown.contains(canary)) {
                String place = bucket.location(Keys.MANIFESTS).toString();
                throw new StoreUnavailable(
                        "erase from what it lists in", place, LAGS, REMEDY, new IllegalStateException(LAGS));
            }
            return shown;
        } finally {
            bucket.delete(canary);
        }
    }

    /**
     * The files that manifests refer to. A manifest that cannot be read might refer to any: then nothing may go.
     *
     * @param living artifacts that are read by name, whatever the listing shows
     * @throws StoreUnavailable if listings lag
     */
    Set<ContentHash> referred(Set<ContentHash> living) {
        Stream<String> listed = current().stream().filter(Keys::isManifest);
        Set<ContentHash> files = new HashSet<>();
        Stream.concat(listed, living.stream().map(Keys::manifest)).distinct().forEach(key -> bucket.read(
                        key, Manifest.MAX_BYTES)
                .map(bytes -> manifest(key, bytes))
                .ifPresent(manifest ->
                        manifest.files().values().stream().map(FileEntry::hash).forEach(files::add)));
        return files;
    }

    private static Manifest manifest(String key, byte[] bytes) {
        if (!ContentHash.of(bytes).equals(Keys.manifestHash(key))) {
            throw new ArtifactCorrupt(
                    key,
                    "a manifest that says which files it needs",
                    "another content",
                    "restore it from a backup, or delete it if the artifact is not needed: until then nothing is erased");
        }
        return Manifest.read(key, bytes);
    }

    /** Removes notes that somebody left who died. */
    void sweep(Instant before) {
        bucket.list(Keys.MANIFESTS).stream()
                .filter(key -> Keys.canaryAt(key).filter(before::isAfter).isPresent())
                .forEach(bucket::delete);
    }
}
