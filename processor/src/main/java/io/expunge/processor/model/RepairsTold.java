/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.processor.command.Repair;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What followed failed verdicts on a model, as its audit records tell it to readers of the topic. Is shown the records of
 * one model in their order. Not thread-safe.
 */
public final class RepairsTold {
    private Optional<Repair> repair = Optional.empty();

    /** Looks at the next record; most say nothing of it. */
    public void read(AuditRecorded record) {
        if (record.getKind() != AuditKind.REPAIR) {
            return;
        }
        Map<String, String> facts = record.getFacts();
        Repair told = Repair.queued(
                number(facts.get(Repairs.COVERS_FROM)),
                number(facts.get(Repairs.FAILED_VERSION)),
                repair.map(Repair::checks).orElse(facts.getOrDefault(Repairs.CHECKS, "")));
        repair = switch (facts.getOrDefault(Repairs.OUTCOME, "")) {
            case "EXTENDED" -> Optional.of(told);
            case "HELD" -> Optional.of(told.held());
            case "QUEUED" ->
                Optional.of(Repair.queued(told.from(), told.version(), facts.getOrDefault(Repairs.CHECKS, "")));
            case "PUBLISHED" -> Optional.of(told.published(number(facts.get(Repairs.VERSION))));
            case "PASSED" -> repair.map(Repair::passed);
            case "FAILED" -> Optional.of(told.ended(number(facts.get(Repairs.VERSION))));
            case "REFUSED" -> Optional.of(told.ended(number(facts.get("headVersion"))));
            default -> Optional.empty(); // replaced, or not needed
        };
    }

    /** Only the processor writes audit records, so that a number is one. */
    private static long number(@Nullable String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    /** What followed the newest failed verdict. */
    public Optional<Repair> repair() {
        return repair;
    }
}
