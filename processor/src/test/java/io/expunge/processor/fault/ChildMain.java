/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/** What the mains of all children share: how they speak with their parent, and that they never outlive it. */
final class ChildMain {
    /** Before every line that is meant for the parent; all else is log. */
    static final String MARK = ">> ";

    private ChildMain() {}

    /** Tells the parent something. */
    static void say(String line) {
        synchronized (System.out) {
            System.out.println(MARK + line.replace('\n', ' '));
            System.out.flush();
        }
    }

    /** Obeys the parent's lines until there are no more, then ends at once. */
    static void obey(Consumer<String> command) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                command.accept(line.strip().toUpperCase(Locale.ROOT));
            }
        } catch (IOException gone) {
            say("the parent is gone");
        }
        Runtime.getRuntime().halt(3);
    }
}
