/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.memory.MemoryBucket;
import io.expunge.store.objects.Bucket;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** A bucket whose disk is full or gone for as long as it is told. Thread-safe. */
public final class FaultyBucket implements Bucket {
    /** What fails. */
    public enum Fault {
        NONE,
        FULL,
        GONE
    }

    private final Bucket storage = new MemoryBucket();
    private final Semaphore refusals = new Semaphore(0);
    private volatile Fault fault = Fault.NONE;

    public void suffer(Fault now) {
        fault = now;
    }

    /** Waits until so many calls were refused. */
    public void awaitRefusals(int count) throws InterruptedException {
        refusals.acquire(count);
    }

    /** Changes what is stored behind the store's back. */
    public void damage(String key, byte[] content) {
        storage.repair(key, content);
    }

    private void write(String key) {
        read(key);
        if (fault == Fault.FULL) {
            refusals.release();
            throw new StoreUnavailable(
                    "write",
                    key,
                    "No space left on device",
                    "free space or move the store to a bigger disk, then try again",
                    new IOException("No space left on device"));
        }
    }

    private void read(String key) {
        if (fault == Fault.GONE) {
            refusals.release();
            throw new StoreUnavailable("read", key, "it is gone", "mount it again", new IOException("gone"));
        }
    }

    @Override
    public Optional<byte[]> read(String key, int limit) {
        read(key);
        return storage.read(key, limit);
    }

    @Override
    public boolean exists(String key) {
        read(key);
        return storage.exists(key);
    }

    @Override
    public boolean createIfAbsent(String key, byte[] content, Access access) {
        write(key);
        return storage.createIfAbsent(key, content, access);
    }

    @Override
    public boolean linkIfAbsent(String from, String key) {
        write(key);
        return storage.linkIfAbsent(from, key);
    }

    @Override
    public void confirm(String key) {
        read(key);
        storage.confirm(key);
    }

    @Override
    public void repair(String key, byte[] content) {
        write(key);
        storage.repair(key, content);
    }

    @Override
    public void delete(String key) {
        read(key);
        storage.delete(key);
    }

    @Override
    public void sweepTemporary(Instant before) {
        read("temporary files");
        storage.sweepTemporary(before);
    }

    @Override
    public List<String> list(String folder) {
        read(folder);
        return storage.list(folder);
    }

    @Override
    public URI location(String key) {
        return storage.location(key);
    }

    @Override
    public void probe() {
        storage.probe();
    }

    @Override
    public void close() {
        storage.close();
    }
}
