/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: results on {@code out}, everything else on {@code err}.
 *
 * @param out results; with {@code --json} nothing but JSON
 * @param err progress, hints and errors
 * @param interactive whether a person watches: bars that redraw themselves instead of plain lines
 */
record Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
    /** Set by the launcher, which can ask the operating system whether both streams are terminals. */
    static final String INTERACTIVE_PROPERTY = "expunge.terminal";

    /** The process's own streams. */
    static Terminal ofProcess() {
        boolean interactive = Boolean.getBoolean(INTERACTIVE_PROPERTY) && System.getenv("CI") == null;
        return new Terminal(
                new PrintWriter(System.out, true, charset()),
                new PrintWriter(System.err, true, charset()),
                interactive);
    }

    private static Charset charset() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        return encoding.isEmpty() || !Charset.isSupported(encoding)
                ? StandardCharsets.UTF_8
                : Charset.forName(encoding);
    }

    /** A line of results. */
    void print(String line) {
        out.println(Words.harmless(line));
        out.flush();
    }

    /** A line for the person, not for the program that reads the results. */
    void note(String text) {
        text.lines().map(Words::harmless).forEach(err::println);
        err.flush();
    }
}
