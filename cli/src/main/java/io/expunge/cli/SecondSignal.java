/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.util.List;
import sun.misc.Signal;

/**
 * What a second signal does while the first is being obeyed. The JVM itself ignores it; a person who presses Ctrl-C twice
 * wants the process gone.
 */
final class SecondSignal {
    private static final int SIGNALLED = 128;

    private SecondSignal() {}

    /**
     * From now on a signal ends the process at once, with the exit code shells give to one that a signal ended. That is no
     * worse than kill -9: whoever owns the partitions next goes on.
     */
    static void endsTheProcess(Terminal terminal) {
        for (String name : List.of("INT", "TERM")) {
            try {
                Signal.handle(new Signal(name), signal -> {
                    terminal.note("expunge: stopped at once; what was running is done again by the next start.");
                    Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
                });
            } catch (IllegalArgumentException notOurs) {
                // The JVM was told to leave signals alone (-Xrs); then it does what the system does.
            }
        }
    }
}
