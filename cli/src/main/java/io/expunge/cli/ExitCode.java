/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

/** What the command's exit status means; the numbers are a contract with scripts and never change. */
public enum ExitCode {
    /** Done. */
    OK(0),
    /** The command ran and the answer is no: a request rejected, a check failed, something not there. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** No broker or no registry answers, or a port for one is taken. */
    UNREACHABLE(3),
    /** A file the user gave is missing or broken. */
    BAD_INPUT(4),
    /** The model store cannot be read or written, or holds something damaged or foreign. */
    STORE(5),
    /** A defect of this program. */
    DEFECT(70),
    /** The answer did not come in the time allowed. */
    TIMED_OUT(124);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number the process ends with. */
    public int number() {
        return number;
    }
}
