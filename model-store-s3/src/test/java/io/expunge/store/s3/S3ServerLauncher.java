/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import java.io.IOException;

/**
 * The main class of the test server's JVM. Runs the server until standard input ends, which is when the tests close it or
 * die, however they die.
 */
public final class S3ServerLauncher {
    private static final String SERVER_MAIN = "org.gaul.s3proxy.Main";

    private S3ServerLauncher() {}

    /** @param arguments what the server is told */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watcher = new Thread(S3ServerLauncher::exitWithParent, "parent-watcher");
        watcher.setDaemon(true);
        watcher.start();
        Class.forName(SERVER_MAIN).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    private static void exitWithParent() {
        try {
            while (System.in.read() >= 0) {
                // What the parent says does not matter, only that it is there.
            }
        } catch (IOException gone) {
            // As good as the end of the stream.
        }
        Runtime.getRuntime().halt(0);
    }
}
