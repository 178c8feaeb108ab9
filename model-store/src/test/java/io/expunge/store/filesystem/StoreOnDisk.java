/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import io.expunge.store.ModelStore;
import io.expunge.store.objects.Bucket;
import io.expunge.store.objects.ObjectModelStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * A store as a process has it open on a simulated disk.
 *
 * @param bucket what it is made of, to delete from as a purge does
 */
record StoreOnDisk(SimulatedDisk disk, Bucket bucket, ModelStore store) {
    /** Not there at first, nor is the folder it is in. */
    static final Path ROOT = Path.of("/simulated/home/store").toAbsolutePath();

    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    /** Opens it as a process does that has just started. */
    static StoreOnDisk open(SimulatedDisk disk) {
        Bucket bucket = FileBucket.open(disk, ROOT);
        return new StoreOnDisk(disk, bucket, ObjectModelStore.open(bucket, CLOCK));
    }
}
