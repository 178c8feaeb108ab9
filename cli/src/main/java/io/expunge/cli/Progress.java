/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.unlearning.ProgressMonitor;
import java.util.Locale;

/**
 * Shows long work to a person: a bar that redraws itself on a terminal, one plain line a stage elsewhere. Writes to
 * standard error only. To be called from one thread.
 */
final class Progress implements ProgressMonitor, AutoCloseable {
    private static final int WIDTH = 24;

    private final Terminal terminal;
    private String stage = "";
    private String drawn = "";

    Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void progress(String newStage, long done, long total) {
        if (terminal.interactive()) {
            draw(bar(newStage, done, total));
        } else if (!newStage.equals(stage)) {
            terminal.note("  " + newStage + " ...");
        }
        stage = newStage;
    }

    @Override
    public void checkCancelled() {
        // Ctrl-C ends the process; nothing is half done, because what is put is put at once.
    }

    /** A bar, or without a total how far the work came. */
    static String bar(String stage, long done, long total) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "  %s (%,d)", stage, done);
        }
        double share = Math.min(1.0, Math.max(0.0, (double) done / total));
        int full = (int) Math.round(share * WIDTH);
        return String.format(
                Locale.ROOT,
                "  [%s%s] %3d %% %s",
                "#".repeat(full),
                "-".repeat(WIDTH - full),
                Math.round(share * 100),
                stage);
    }

    private void draw(String line) {
        if (!line.equals(drawn)) {
            terminal.err().print("\r" + line + " ".repeat(Math.max(0, drawn.length() - line.length())));
            terminal.err().flush();
            drawn = line;
        }
    }

    /** Wipes the bar away. */
    @Override
    public void close() {
        if (!drawn.isEmpty()) {
            terminal.err().print("\r" + " ".repeat(drawn.length()) + "\r");
            terminal.err().flush();
            drawn = "";
        }
    }
}
