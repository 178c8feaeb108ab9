/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Where something was measured.
 *
 * @param processors that Java may use
 * @param java version and virtual machine
 * @param heapMebibytes the largest heap allowed
 * @param loadBefore the system's load average of the last minute, before; negative where unknown
 */
record Machine(int processors, String java, long heapMebibytes, double loadBefore) {

    static Machine now() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                Runtime.getRuntime().maxMemory() >> 20,
                load());
    }

    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** One line, with the load now as the load after. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%d processors, %s, heap %d MiB, load average %.1f before and %.1f after",
                processors,
                java,
                heapMebibytes,
                loadBefore,
                load());
    }

    ObjectNode json(ObjectNode into) {
        return into.put("processors", processors)
                .put("java", java)
                .put("heapMebibytes", heapMebibytes)
                .put("loadBefore", loadBefore)
                .put("loadAfter", load());
    }

    /** Tells a person who waits, on standard error, what is being done. */
    static void progress(String format, Object... values) {
        System.err.printf(Locale.ROOT, "  " + format + "%n", values);
    }
}
