/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.objects.Bucket;
import io.expunge.store.objects.Bucket.Access;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds out at start whether a server keeps the one promise that everything rests on: that of several writers of one
 * object one wins. Some ignore the condition, and some look first and write then, which only a race can show; the race
 * here is short, so it finds those often and not always.
 *
 * @param bucket what is tried
 * @param place  where it is, for people
 */
record S3Probe(Bucket bucket, S3Location place) {

    static final String NEEDS_CONDITIONS = "use a server that honours If-None-Match on PUT and lets one writer win, as"
            + " Amazon S3 does, or keep the store in a shared file system";

    private static final int WRITERS = 4;
    private static final int ROUNDS = 4;
    private static final byte[] FIRST = {1};
    private static final byte[] SECOND = {2};

    void run() {
        String folder = "probe/" + UUID.randomUUID();
        String key = folder + "-object";
        try {
            require(bucket.createIfAbsent(key, FIRST, Access.OWNER), "refuses to create what is not there");
            require(!bucket.createIfAbsent(key, SECOND, Access.STORE), "writes over an object it was told to keep");
            requireContent(key, FIRST);
            bucket.repair(key, SECOND);
            requireContent(key, SECOND);
            bucket.list("probe");
        } finally {
            bucket.delete(key);
        }
        require(!bucket.exists(key), "keeps showing an object that was deleted");
        race(folder);
    }

    private void race(String folder) {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                requireOneWinner(writers, folder + "-race-" + round);
            }
        } finally {
            writers.shutdownNow();
        }
    }

    private void requireOneWinner(ExecutorService writers, String key) {
        try {
            long winners = winners(writers, key);
            require(winners == 1, "let " + winners + " of " + WRITERS + " writers of one object win");
        } finally {
            bucket.delete(key);
        }
    }

    private long winners(ExecutorService writers, String key) {
        List<Callable<Boolean>> race = new ArrayList<>();
        for (byte writer = 0; writer < WRITERS; writer++) {
            byte[] content = {writer};
            race.add(() -> bucket.createIfAbsent(key, content, Access.STORE));
        }
        try {
            long winners = 0;
            for (Future<Boolean> outcome : writers.invokeAll(race)) {
                winners += outcome.get() ? 1 : 0;
            }
            return winners;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unfit("was interrupted while it was tried", "try again");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("a write failed", failed.getCause());
        }
    }

    private void requireContent(String key, byte[] wanted) {
        byte[] found = bucket.read(key, wanted.length).orElse(new byte[0]);
        require(
                Arrays.equals(found, wanted),
                "gave 0x" + HexFormat.of().formatHex(found) + " where 0x"
                        + HexFormat.of().formatHex(wanted) + " had been written");
    }

    private void require(boolean observation, String otherwise) {
        if (!observation) {
            throw unfit("the server " + otherwise, NEEDS_CONDITIONS);
        }
    }

    private StoreUnavailable unfit(String why, String remedy) {
        return new StoreUnavailable(
                "create objects without overwriting in", place.toString(), why, remedy, new IllegalStateException(why));
    }
}
