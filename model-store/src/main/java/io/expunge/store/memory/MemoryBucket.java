/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.memory;

import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.objects.Bucket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in a map. Thread safe. */
public final class MemoryBucket implements Bucket {

    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    @Override
    public Optional<byte[]> read(String key, int limit) {
        return Optional.ofNullable(objects.get(key))
                .map(content -> Arrays.copyOf(content, (int) Math.min(content.length, limit + 1L)));
    }

    @Override
    public boolean exists(String key) {
        return objects.containsKey(key);
    }

    @Override
    public boolean createIfAbsent(String key, byte[] content, Access access) {
        return objects.putIfAbsent(key, content.clone()) == null;
    }

    @Override
    public boolean linkIfAbsent(String from, String key) {
        byte[] content = Optional.ofNullable(objects.get(from)).orElseThrow(() -> new ArtifactMissing(from));
        return objects.putIfAbsent(key, content) == null;
    }

    @Override
    public void repair(String key, byte[] content) {
        objects.put(key, content.clone());
    }

    @Override
    public void delete(String key) {
        objects.remove(key);
    }

    @Override
    public List<String> list(String folder) {
        String prefix = folder + "/";
        return objects.tailMap(prefix).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .filter(key -> key.indexOf('/', prefix.length()) < 0)
                .toList();
    }

    @Override
    public URI location(String key) {
        return URI.create("memory:/" + key);
    }

    @Override
    public void probe() {
        // Memory is always there.
    }

    @Override
    public void close() {
        // Nothing is held open; the objects go with the bucket.
    }
}
