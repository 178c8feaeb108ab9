/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.ContentHash;
import io.expunge.store.FileEntry;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects whose content is known by hash. Nothing is acknowledged that could not be read again. Thread safe.
 *
 * @param bucket where they are
 */
record Blobs(Bucket bucket) {

    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);

    /** Writes an object; what is there already is compared, and repaired if it is damaged. */
    void putOnce(String key, byte[] bytes) {
        if (!bucket.createIfAbsent(key, bytes, Bucket.Access.STORE)) {
            repairIfDamaged(key, bytes);
        }
    }

    /** Puts under a key what is under another and was just read as these bytes. */
    void linkOnce(String from, String key, byte[] bytes) {
        if (!bucket.linkIfAbsent(from, key)) {
            repairIfDamaged(key, bytes);
        }
    }

    private void repairIfDamaged(String key, byte[] bytes) {
        boolean whole = bucket.read(key, bytes.length)
                .filter(found -> Arrays.equals(found, bytes))
                .isPresent();
        if (!whole) {
            LOG.warn("{} in the model store was damaged; writing it again", key);
            bucket.repair(key, bytes);
        }
    }

    /** Reads an object that must be what an entry says. */
    byte[] read(String key, String name, FileEntry entry) {
        byte[] bytes = bucket.read(key, (int) entry.bytes()).orElseThrow(() -> new ArtifactMissing(name));
        if (bytes.length != entry.bytes()) {
            String found = bytes.length > entry.bytes() ? "more" : bytes.length + " bytes";
            throw new ArtifactCorrupt(name, entry.bytes() + " bytes", found);
        }
        requireHash(name, entry.hash(), bytes);
        return bytes;
    }

    static void requireHash(String file, ContentHash expected, byte[] bytes) {
        ContentHash found = ContentHash.of(bytes);
        if (!found.equals(expected)) {
            throw new ArtifactCorrupt(file, "SHA-256 " + expected, "SHA-256 " + found);
        }
    }
}
