/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import java.util.Map;
import java.util.Optional;

/** What an operator wants done with a model or with one of its requests. */
public sealed interface OperatorVerb {
    /** The word for it, as it stands in the audit log. */
    String word();

    /** The request it is about; empty for a verb about the whole model. */
    default Optional<String> request() {
        return Optional.empty();
    }

    /** What else the audit log says of it. */
    default Map<String, String> facts() {
        return Map.of();
    }

    /** Whether it says why it was given: what stops something, or gives it up, does. */
    default boolean needsReason() {
        return true;
    }

    /** The version it is about; empty for a verb about something else or the whole model. */
    default Optional<Long> version() {
        return Optional.empty();
    }

    /**
     * A quarantined request goes back into the queue.
     *
     * @param acceptsAccuracyLoss whether it may cost the classes that stay more accuracy than the floor
     */
    record Retry(String requestId, boolean acceptsAccuracyLoss) implements OperatorVerb {
        public static final String ACCEPTS = "acceptsAccuracyLoss";

        /** A retry that accepts nothing. */
        public Retry(String requestId) {
            this(requestId, false);
        }

        @Override
        public String word() {
            return "RETRY";
        }

        @Override
        public Optional<String> request() {
            return Optional.of(requestId);
        }

        @Override
        public boolean needsReason() {
            return acceptsAccuracyLoss;
        }

        @Override
        public Map<String, String> facts() {
            return acceptsAccuracyLoss ? Map.of(ACCEPTS, "true") : Map.of();
        }
    }

    /** A quarantined request is given up. */
    record Abandon(String requestId) implements OperatorVerb {
        @Override
        public String word() {
            return "ABANDON";
        }

        @Override
        public Optional<String> request() {
            return Optional.of(requestId);
        }
    }

    /** The model takes requests in but starts no batch. */
    record Pause() implements OperatorVerb {
        @Override
        public String word() {
            return "PAUSE";
        }
    }

    /** The model works on its requests again. */
    record Resume() implements OperatorVerb {
        @Override
        public String word() {
            return "RESUME";
        }

        @Override
        public boolean needsReason() {
            return false;
        }
    }

    /**
     * The state of an older version is taken up again, without whatever was to be forgotten since.
     *
     * @param to number of that version
     */
    record Rollback(long to) implements OperatorVerb {
        public static final String WORD = "ROLLBACK";
        public static final String TO = "toVersion";

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public Map<String, String> facts() {
            return Map.of(TO, Long.toString(to));
        }
    }

    /** A removed class may be brought in again by a registration; documents and subjects stay forgotten. */
    record ReinstateClass(String label) implements OperatorVerb {
        public static final String WORD = "REINSTATE_CLASS";
        public static final String LABEL = "class";
        public static final int LONGEST_LABEL = 200;

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public Map<String, String> facts() {
            return Map.of(LABEL, label);
        }
    }

    /** Nothing of the model, or of one version, is purged until it is released. */
    record Hold(Optional<Long> version) implements OperatorVerb {
        @Override
        public String word() {
            return "HOLD";
        }

        @Override
        public Map<String, String> facts() {
            return version()
                    .map(number -> Map.of("version", Long.toString(number)))
                    .orElse(Map.of());
        }
    }

    /** A hold ends. */
    record Release(Optional<Long> version) implements OperatorVerb {
        @Override
        public String word() {
            return "RELEASE";
        }

        @Override
        public boolean needsReason() {
            return false;
        }

        @Override
        public Map<String, String> facts() {
            return version()
                    .map(number -> Map.of("version", Long.toString(number)))
                    .orElse(Map.of());
        }
    }

    /** A version is to stay unless a deletion wants it gone. */
    record Pin(long number) implements OperatorVerb {
        @Override
        public String word() {
            return "PIN";
        }

        @Override
        public Optional<Long> version() {
            return Optional.of(number);
        }

        @Override
        public boolean needsReason() {
            return false;
        }

        @Override
        public Map<String, String> facts() {
            return version()
                    .map(number -> Map.of("version", Long.toString(number)))
                    .orElse(Map.of());
        }
    }

    /** A pin ends. */
    record Unpin(long number) implements OperatorVerb {
        @Override
        public String word() {
            return "UNPIN";
        }

        @Override
        public Optional<Long> version() {
            return Optional.of(number);
        }

        @Override
        public boolean needsReason() {
            return false;
        }

        @Override
        public Map<String, String> facts() {
            return version()
                    .map(number -> Map.of("version", Long.toString(number)))
                    .orElse(Map.of());
        }
    }
}
