/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Counts verdicts that failed and what became of the repairs that followed, each once. Thread-safe. */
final class RepairCounters {
    private static final List<String> OUTCOMES =
            List.of("QUEUED", "EXTENDED", "HELD", "PUBLISHED", "PASSED", "REFUSED", "FAILED", "REPLACED", "NOT_NEEDED");

    private static final List<VerificationStage> STAGES =
            List.of(VerificationStage.PUBLICATION, VerificationStage.DEEP, VerificationStage.PERIODIC);

    private final MeterRegistry registry;
    private final int maximumModels;
    private final Set<String> named = new HashSet<>();
    private final HighWaterMarks audited = new HighWaterMarks();
    private final HighWaterMarks judged = new HighWaterMarks();

    /** @param maximumModels most models that get a label of their own; the others share one */
    RepairCounters(MeterRegistry registry, int maximumModels) {
        this.registry = registry;
        this.maximumModels = maximumModels;
        OUTCOMES.forEach(this::repairs);
        STAGES.forEach(stage -> failures(ModelNames.OTHER, stage));
    }

    /** Follows verdicts; what is read again after an abort is not counted again. */
    void follow(UnlearningVerified verdict) {
        String mark = verdict.getModelId() + ' ' + verdict.getStage();
        if (verdict.getVerdict() == Verdict.FAILED
                && judged.pass(mark, verdict.getVerifiedAt().toEpochMilli())) {
            failures(label(verdict.getModelId()), verdict.getStage()).increment();
        }
    }

    private Counter failures(String label, VerificationStage stage) {
        return Counter.builder("expunge.verdicts.failed")
                .description("Verdicts that failed, as this process read them.")
                .tags("model", label, "stage", stage.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** Only models that were published get verdicts, so that a name here is nobody's invention. */
    private synchronized String label(String modelId) {
        if (named.size() < maximumModels) {
            named.add(modelId);
        }
        return named.contains(modelId) ? modelId : ModelNames.OTHER;
    }

    /** Follows the audit log; what comes again after an abort is not counted again. */
    void follow(AuditRecorded record) {
        if (record.getKind() == AuditKind.REPAIR && audited.pass(record.getModelId(), record.getSequence())) {
            repairs(record.getFacts().getOrDefault("outcome", "")).increment();
        }
    }

    private Counter repairs(String outcome) {
        return Counter.builder("expunge.repairs")
                .description("Repairs of heads that failed their checks, by how far they came.")
                .tags("outcome", outcome.toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
