/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import picocli.CommandLine.Option;

/** What becomes of documents that the model was told to forget. */
final class ErasedOption {
    /** The choices. */
    enum Choice {
        REFUSE,
        DROP
    }

    @Option(
            names = "--erased",
            paramLabel = "CHOICE",
            defaultValue = "REFUSE",
            description = "If a file holds what the model was told to forget (the very document, another of the data"
                    + " subject's, one of a removed class): ${COMPLETION-CANDIDATES}. The rows are printed here and"
                    + " nowhere else.")
    private Choice choice = Choice.REFUSE;

    boolean drops() {
        return choice == Choice.DROP;
    }
}
