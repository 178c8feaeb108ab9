/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** One of several processors of a site, which is started again whenever it is gone. Owned by one thread. */
final class Instance {
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final Site site;
    private final String name;
    private final Map<String, String> settings;
    private ChildJvm child;
    private int stops;

    Instance(Site site, String name, Map<String, String> settings) throws IOException {
        this.site = site;
        this.name = name;
        this.settings = settings;
        this.child = site.launch(name, settings);
    }

    void awaitRunning() throws InterruptedException {
        child.await("running", Ground.PATIENCE);
    }

    /** Starts it if nothing runs, without waiting until it is ready. */
    void ensureStarted() throws IOException {
        if (!child.isAlive()) {
            stops++;
            child = site.launch(name, settings);
        }
    }

    /** Has it write into its log what it is doing, for whoever looks for the cause. */
    void dumpThreads() throws IOException, InterruptedException {
        child.dumpThreads();
    }

    /** How often it was found not running: killed, stopped or ended by itself. */
    int stops() {
        return stops;
    }

    void tell(String line) {
        if (child.isAlive()) {
            child.tell(line);
        }
    }

    /** Kills it at a step if it comes there soon, or else where it is. */
    void killAt(Step step) throws InterruptedException {
        tell("set " + step);
        child.awaits(line -> line.startsWith("reached") || line.equals("ended"), SHORT);
        child.kill();
    }

    void kill() {
        child.kill();
    }

    /** Kills it, starts it, and kills it again while it restores its state. */
    void killRestoring() throws IOException, InterruptedException {
        child.kill();
        Map<String, String> trapped = new java.util.HashMap<>(settings);
        trapped.put(ProcessorChild.TRAP, Step.RESTORE.name());
        child = site.launch(name, trapped);
        child.awaits(line -> line.startsWith("reached") || line.equals("ended"), SHORT);
        child.kill();
    }

    /** Freezes it at a step if it comes there soon, or else where it is, for some time. */
    void freezeAt(Step step, Duration time) throws IOException, InterruptedException {
        tell("set " + step);
        child.awaits(line -> line.startsWith("reached") || line.equals("ended"), SHORT);
        if (child.isAlive()) {
            child.freeze();
            Thread.sleep(time.toMillis()); // the fault itself
            child.thaw();
            tell("release");
        }
    }

    /** Stops it in order. */
    void stop() throws InterruptedException {
        tell("close");
        if (!child.awaits("ended"::equals, Ground.PATIENCE)) {
            throw new AssertionError("does not stop: " + child.describe());
        }
    }
}
