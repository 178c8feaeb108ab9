/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.events.AuditRecorded;
import io.expunge.processor.audit.AuditDefect;
import io.expunge.processor.audit.AuditEntry;
import io.expunge.processor.audit.AuditVerifier;
import io.expunge.processor.cluster.TopicScan;
import io.expunge.schemas.AvroDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The end of the audit log, which new records are chained to, is unbroken. Looks at the newest records only. */
final class AuditCheck implements Check {
    /** Of each partition; more take their time, and 'expunge audit verify' looks at all. */
    private static final int NEWEST = 200;

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public boolean needsBrokers() {
        return true;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        String topic = surroundings.topics().audit();
        if (!surroundings.thorough() || !surroundings.cluster().topicNames().contains(topic)) {
            return List.of();
        }
        Chains chains = new Chains(topic);
        try (TopicScan scan = new TopicScan(surroundings.clients())) {
            scan.newestEvents(
                    topic,
                    NEWEST,
                    new AvroDecoder<>(surroundings.registry(), AuditRecorded.class),
                    (place, record) ->
                            chains.take(AuditEntry.of(record), topic + "-" + place.partition() + "@" + place.offset()),
                    (place, unreadable) -> chains.foreign(topic + "-" + place.partition() + "@" + place.offset()));
        }
        return chains.findings(name());
    }

    /** The ends of the chains as they are read. */
    static final class Chains {
        private final String topic;
        private final Map<String, AuditVerifier> verifiers = new TreeMap<>();
        private final List<String> foreign = new ArrayList<>();
        private long records;

        Chains(String topic) {
            this.topic = topic;
        }

        void take(AuditEntry entry, String where) {
            records++;
            verifiers
                    .computeIfAbsent(entry.modelId(), id -> AuditVerifier.ofEnd(id, Set.of()))
                    .take(entry, where);
        }

        void foreign(String where) {
            foreign.add(where);
        }

        List<Finding> findings(String check) {
            List<Finding> findings = new ArrayList<>();
            verifiers.values().forEach(verifier -> verifier.report()
                    .defect()
                    .ifPresent(defect -> findings.add(broken(check, defect))));
            if (!foreign.isEmpty()) {
                findings.add(Finding.warning(
                        check,
                        topic,
                        foreign.size() + " of its newest records are no audit records; the first stands at "
                                + foreign.get(0) + ".",
                        "Somebody else writes to it. Check its access rules with 'expunge topics acls'."));
            }
            if (findings.isEmpty()) {
                findings.add(Finding.ok(
                        check,
                        topic,
                        "the newest " + records + " records, of " + verifiers.size()
                                + (verifiers.size() == 1 ? " model" : " models")
                                + ", are unbroken; 'expunge audit verify' checks all."));
            }
            return findings;
        }

        private static Finding broken(String check, AuditDefect defect) {
            return Finding.warning(
                    check,
                    "model '" + defect.modelId() + "'",
                    defect.sentence() + " (" + defect.where() + ").",
                    "Run 'expunge audit verify --model " + defect.modelId() + " --export FILE', keep the file, and find"
                            + " out who may write the topic.");
        }
    }
}
