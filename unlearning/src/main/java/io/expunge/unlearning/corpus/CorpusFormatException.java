/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import java.util.OptionalLong;

/** A corpus can't be used as it is: names the source, the line where there is one, what is wrong and the remedy. */
public final class CorpusFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String source;
    private final long line;

    private CorpusFormatException(String source, long line, String message) {
        super(message);
        this.source = source;
        this.line = line;
    }

    /**
     * A problem of a corpus as a whole.
     *
     * @param source name of the file or stream
     * @param problem what is wrong, and what to do about it
     */
    public static CorpusFormatException of(String source, String problem) {
        return new CorpusFormatException(source, 0, source + ": " + problem);
    }

    /**
     * A problem in one place.
     *
     * @param source name of the file or stream
     * @param line line of the source, from 1, where the broken record starts
     * @param problem what is wrong, and what to do about it
     */
    public static CorpusFormatException at(String source, long line, String problem) {
        return new CorpusFormatException(source, line, source + ", line " + line + ": " + problem);
    }

    /** Name of the file or stream that is broken. */
    public String source() {
        return source;
    }

    /** Line, from 1, where the broken record starts; empty if the problem has no one place. */
    public OptionalLong line() {
        return line == 0 ? OptionalLong.empty() : OptionalLong.of(line);
    }
}
