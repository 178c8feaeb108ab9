/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import picocli.CommandLine.Option;

/** Options of every command. */
final class GlobalOptions {
    static final String DEBUG_VARIABLE = "EXPUNGE_DEBUG";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 101,
            description = "Show this help and exit.")
    @SuppressWarnings("unused") // the parser acts on it
    private boolean help;

    @Option(
            names = "--debug",
            order = 100,
            description = "Show the program's log and, on an error, the whole stack trace. Same as " + DEBUG_VARIABLE
                    + "=1 in the environment.")
    private boolean debug;

    /** Whether a stack trace is wanted. */
    boolean debug() {
        return debug || debugByEnvironment();
    }

    static boolean debugByEnvironment() {
        String value = System.getenv(DEBUG_VARIABLE);
        return value != null && !value.isEmpty() && !value.equals("0");
    }
}
