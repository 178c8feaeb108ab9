/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import java.util.HashMap;
import java.util.Map;

/**
 * How far something was counted that comes in order, such as the versions of a model. What comes again, because the
 * transaction that announced it was aborted, stands below the mark and is not counted again. Thread-safe.
 */
final class HighWaterMarks {
    private final Map<String, Long> marks = new HashMap<>();

    /** Whether this was not passed before; it is now. */
    synchronized boolean pass(String what, long number) {
        boolean passed = number > marks.getOrDefault(what, Long.MIN_VALUE);
        if (passed) {
            marks.put(what, number);
        }
        return passed;
    }
}
