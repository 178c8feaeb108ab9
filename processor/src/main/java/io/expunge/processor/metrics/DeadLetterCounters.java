/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import io.expunge.processor.intake.DeadLetter;
import io.expunge.schemas.MalformedRecordException.Defect;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Counts records put aside, by stage and reason. Thread-safe. */
final class DeadLetterCounters {
    private static final String UNKNOWN = "UNKNOWN";

    private final MeterRegistry registry;
    private final HighWaterMarks marks = new HighWaterMarks();

    DeadLetterCounters(MeterRegistry registry) {
        this.registry = registry;
        // An increase from nothing to one is none in Prometheus; from nought to one it is.
        for (Defect defect : Defect.values()) {
            counter("intake", defect.name());
        }
        counter("intake", "TOO_LARGE");
        counter("intake", "INVALID_FIELD");
        counter("intake", "INVALID_MODEL_ID");
        counter("model", "CONFLICTING_DUPLICATE");
        counter("model", "UNREADABLE");
        for (String refusal : List.of("UNKNOWN_MODEL", "UNKNOWN_REQUEST", "WRONG_STATE", "TOO_MANY_RETRIES")) {
            counter("operator", refusal);
        }
    }

    /** A letter of the intake, which reads each partition in order. */
    void ofIntake(DeadLetter letter) {
        count("intake", letter);
    }

    /**
     * A letter of a task of the model sub-topology. It tells where the intake read the record; each task meets the records
     * of such a partition in order, but one task may be far behind another.
     *
     * @param partition the task's
     */
    void ofModel(int partition, DeadLetter letter) {
        count("model " + partition, letter);
    }

    private void count(String task, DeadLetter letter) {
        String stage = header(letter, DeadLetter.STAGE);
        if (marks.pass(
                task + " " + stage + " " + header(letter, DeadLetter.TOPIC) + " "
                        + header(letter, DeadLetter.PARTITION),
                offset(letter))) {
            counter(stage, header(letter, DeadLetter.REASON)).increment();
        }
    }

    private static String header(DeadLetter letter, String name) {
        return letter.headers().getOrDefault(name, UNKNOWN);
    }

    private static long offset(DeadLetter letter) {
        String offset = header(letter, DeadLetter.OFFSET);
        return offset.matches("\\d{1,18}") ? Long.parseLong(offset) : Long.MAX_VALUE;
    }

    private Counter counter(String stage, String reason) {
        return Counter.builder("expunge.dead.letters")
                .description("Records put aside on the dead-letter topic.")
                .tags("stage", stage, "reason", reason)
                .register(registry);
    }
}
