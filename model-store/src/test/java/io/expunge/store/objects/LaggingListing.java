/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/**
 * A bucket whose listings show what was there some changes ago, each as long ago as chance will have it; reading and
 * writing one object is exact. Some object stores are like that. Not thread safe.
 */
public final class LaggingListing implements Bucket {
    private final Bucket bucket;
    private final Random random;
    private final List<TreeSet<String>> history = new ArrayList<>(List.of(new TreeSet<>()));
    private int lag;

    /**
     * @param bucket an empty one
     * @param lag    the most changes that a listing is behind
     */
    public LaggingListing(Bucket bucket, int lag, Random random) {
        this.bucket = bucket;
        this.lag = lag;
        this.random = random;
    }

    /** From now on listings show what is there. */
    public void catchUp() {
        lag = 0;
    }

    private TreeSet<String> after() {
        TreeSet<String> keys = new TreeSet<>(history.get(history.size() - 1));
        history.add(keys);
        return keys;
    }

    @Override
    public Optional<byte[]> read(String key, int limit) {
        return bucket.read(key, limit);
    }

    @Override
    public boolean exists(String key) {
        return bucket.exists(key);
    }

    @Override
    public boolean createIfAbsent(String key, byte[] content, Access access) {
        boolean created = bucket.createIfAbsent(key, content, access);
        after().add(key);
        return created;
    }

    @Override
    public boolean linkIfAbsent(String from, String key) {
        boolean created = bucket.linkIfAbsent(from, key);
        after().add(key);
        return created;
    }

    @Override
    public void repair(String key, byte[] content) {
        bucket.repair(key, content);
        after().add(key);
    }

    @Override
    public void delete(String key) {
        bucket.delete(key);
        after().remove(key);
    }

    @Override
    public List<String> list(String folder) {
        int behind = Math.min(random.nextInt(lag + 1), history.size() - 1);
        String prefix = folder + "/";
        return history.get(history.size() - 1 - behind).stream()
                .filter(key -> key.startsWith(prefix) && key.indexOf('/', prefix.length()) < 0)
                .toList();
    }

    @Override
    public URI location(String key) {
        return bucket.location(key);
    }

    @Override
    public void probe() {
        bucket.probe();
    }

    @Override
    public void close() {
        bucket.close();
    }
}
