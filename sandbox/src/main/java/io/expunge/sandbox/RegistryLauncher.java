/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.io.IOException;
import java.lang.reflect.Method;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The main class of the registry's JVM. Runs the registry until standard input ends, which is when the parent closes it
 * or dies, however it dies. Knows nothing of the rest of the sandbox: only this class is on that JVM's path for sure.
 */
public final class RegistryLauncher {
    private static final String REGISTRY_MAIN = "io.quarkus.runner.GeneratedMain";

    private RegistryLauncher() {}

    /** Starts the registry; configuration comes from the environment. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        ignoreInterrupt();
        Thread watcher = new Thread(RegistryLauncher::exitWithParent, "parent-watcher");
        watcher.setDaemon(true);
        watcher.start();
        Method main = Class.forName(REGISTRY_MAIN).getMethod("main", String[].class);
        main.invoke(null, (Object) arguments);
    }

    /** Ctrl-C reaches every process of a terminal; the parent, which stops in order, still needs this one for a while. */
    private static void ignoreInterrupt() {
        try {
            Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        } catch (IllegalArgumentException notOurs) {
            // The JVM was told to leave signals alone.
        }
    }

    private static void exitWithParent() {
        try {
            while (System.in.read() >= 0) {
                // What the parent says does not matter, only that it is there.
            }
        } catch (IOException gone) {
            // As good as the end of the stream.
        }
        System.exit(0);
    }
}
