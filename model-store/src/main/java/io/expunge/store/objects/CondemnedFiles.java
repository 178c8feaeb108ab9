/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.FileEntry;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Marks of files that one erasure is about to delete, by which a put knows without any listing that it must not rely on
 * them. A mark says whose it is. Thread safe.
 *
 * @param bucket where they are
 * @param mine   what this erasure's marks say
 */
record CondemnedFiles(Bucket bucket, byte[] mine) {

    /** Returns marks that no other erasure makes, nor an earlier attempt at the same. */
    static CondemnedFiles of(Bucket bucket) {
        String nonce = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
        return new CondemnedFiles(bucket, (nonce + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Marks files, taking over what another has marked. */
    void mark(List<FileEntry> files) {
        for (FileEntry file : files) {
            if (!bucket.createIfAbsent(Keys.condemned(file.hash()), mine, Bucket.Access.STORE)) {
                bucket.repair(Keys.condemned(file.hash()), mine);
            }
        }
    }

    /**
     * Deletes marked files.
     *
     * @throws StoreUnavailable if another erasure took a mark away or over: a put may have come in between
     */
    void delete(List<FileEntry> files) {
        for (FileEntry file : files) {
            boolean marked = bucket.read(Keys.condemned(file.hash()), mine.length)
                    .filter(found -> Arrays.equals(found, mine))
                    .isPresent();
            if (!marked) {
                throw refused(bucket, "erase", file, "another erasure of this file came in between");
            }
            bucket.delete(Keys.blob(file.hash()));
        }
    }

    /** Takes marks away, whosever they are: another erasure notices. */
    void unmark(List<FileEntry> files) {
        files.forEach(file -> bucket.delete(Keys.condemned(file.hash())));
    }

    /** Returns what a put or an erasure fails with that met another one. */
    static StoreUnavailable refused(Bucket bucket, String what, FileEntry file, String why) {
        String place = bucket.location(Keys.blob(file.hash())).toString();
        return new StoreUnavailable(what, place, why, "try again", new IllegalStateException(why));
    }
}
