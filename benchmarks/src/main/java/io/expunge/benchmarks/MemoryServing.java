/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.store.ContentHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The part of {@link MemoryReport} that runs with a small heap: broker, processor, one removal. */
public final class MemoryServing {
    private MemoryServing() {}

    /** Takes a set, the artifact of its model and the directory that holds it. */
    public static void main(String[] arguments) throws Exception {
        DataSet set = DataSet.named(arguments[0]);
        CollectionPeak live = CollectionPeak.watch();
        try (Installation installation = new Installation(Path.of(arguments[2]))) {
            installation.register(set.directory(), new ContentHash(arguments[1]));
            long idle = LiveHeap.now() >> 20;
            live.reset();
            double milliseconds =
                    Latency.ofRemoval(installation, set.directory(), set.removedClass(), Duration.ofSeconds(1));
            System.out.printf(
                    Locale.ROOT,
                    "%s, broker and processor: held in %d MiB; '%s' removed after %.0f ms; live when idle %d MiB,"
                            + " at most %d MiB left by a collection%n",
                    set.directory(),
                    Runtime.getRuntime().maxMemory() >> 20,
                    set.removedClass(),
                    milliseconds,
                    idle,
                    live.mebibytes());
        }
    }
}
