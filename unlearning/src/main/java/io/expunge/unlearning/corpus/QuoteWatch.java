/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Watches CSV go by and knows whether it ended inside quotes: the parser takes the end of the file for a closing quote, and
 * a truncated file would lose documents unnoticed. Not safe for use by several threads.
 */
final class QuoteWatch extends FilterReader {

    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_INSIDE_QUOTES
    }

    private State state = State.FIELD_START;
    private boolean ended;
    private boolean afterCarriageReturn;
    private long line = 1;
    private long quoteOpenedInLine = 1;

    QuoteWatch(Reader in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int got = super.read(buffer, offset, length);
        ended = got < 0;
        for (int i = offset; i < offset + got; i++) {
            see(buffer[i]);
        }
        return got;
    }

    private void see(char character) {
        if (character == '\r' || (character == '\n' && !afterCarriageReturn)) {
            line++;
        }
        afterCarriageReturn = character == '\r';
        state = state == State.QUOTED ? insideQuotes(character) : outsideQuotes(character);
    }

    private State insideQuotes(char character) {
        return character == '"' ? State.QUOTE_INSIDE_QUOTES : State.QUOTED;
    }

    private State outsideQuotes(char character) {
        if (character == '"' && state == State.QUOTE_INSIDE_QUOTES) {
            return State.QUOTED;
        }
        if (character == '"' && state == State.FIELD_START) {
            quoteOpenedInLine = line;
            return State.QUOTED;
        }
        return character == ',' || character == '\n' || character == '\r' ? State.FIELD_START : State.PLAIN;
    }

    /** Whether the text is over and its last quote still open. */
    boolean endedInsideQuotes() {
        return ended && state == State.QUOTED;
    }

    /** Line, from 1, the last quoted field started in. */
    long quoteOpenedInLine() {
        return quoteOpenedInLine;
    }

    /** Line, from 1, read so far; the parser may be some lines behind. */
    long line() {
        return line;
    }
}
