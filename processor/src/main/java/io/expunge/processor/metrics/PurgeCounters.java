/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import io.expunge.events.AuditRecorded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** Counts plans of purges and their receipts, each once. Thread-safe. */
final class PurgeCounters {
    private final HighWaterMarks audited = new HighWaterMarks();
    private final Counter planned;
    private final Counter artifacts;
    private final Counter bytes;

    PurgeCounters(MeterRegistry registry) {
        this.planned = Counter.builder("expunge.purges.planned")
                .description("Purges that were planned.")
                .register(registry);
        this.artifacts = Counter.builder("expunge.purged.artifacts")
                .description("Artifacts that were erased and have a receipt.")
                .register(registry);
        this.bytes = Counter.builder("expunge.purged")
                .description("Bytes that were erased with them.")
                .baseUnit("bytes")
                .register(registry);
    }

    /** Follows the audit log; what comes again after an abort is not counted again. */
    void follow(AuditRecorded record) {
        if (!audited.pass(record.getModelId(), record.getSequence())) {
            return;
        }
        switch (record.getKind()) {
            case PURGE_PLANNED -> planned.increment();
            case PURGED -> {
                artifacts.increment();
                Optional.ofNullable(record.getFacts().get("bytes"))
                        .map(Long::parseLong)
                        .ifPresent(bytes::increment);
            }
            default -> {
                // Nothing of this is about purges.
            }
        }
    }
}
