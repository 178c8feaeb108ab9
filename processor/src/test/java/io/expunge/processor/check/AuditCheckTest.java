/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.audit.AuditEntry;
import io.expunge.processor.check.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AuditCheckTest {
    private static List<AuditEntry> chain(String modelId, int records) {
        List<AuditEntry> chain = new ArrayList<>();
        String hash = AuditEntry.GENESIS;
        for (int sequence = 0; sequence < records; sequence++) {
            AuditEntry next = AuditEntry.after(
                    modelId, sequence, hash, "OPERATOR", 1_800_000_000_000L, Map.of("number", sequence + ""));
            chain.add(next);
            hash = next.hash();
        }
        return chain;
    }

    private static List<Finding> check(List<AuditEntry> entries) {
        AuditCheck.Chains chains = new AuditCheck.Chains("expunge.audit");
        entries.forEach(entry -> chains.take(entry, "place " + entry.sequence()));
        return chains.findings("audit");
    }

    @Test
    void theEndsOfChainsMayBeginAnywhere() {
        List<AuditEntry> ends = new ArrayList<>(chain("news", 9).subList(4, 9));
        ends.addAll(chain("wire", 3));
        assertThat(check(ends)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.OK);
            assertThat(finding.what()).contains("8 records").contains("2 models");
        });
        assertThat(check(List.of()))
                .singleElement()
                .extracting(Finding::severity)
                .isEqualTo(Severity.OK);
    }

    @Test
    void whatIsMissingOrChangedIsNamedAndStopsNothing() {
        List<AuditEntry> gap = new ArrayList<>(chain("news", 9).subList(4, 9));
        gap.remove(2);
        AuditEntry honest = chain("wire", 3).get(2);
        AuditEntry forged = new AuditEntry(
                honest.modelId(),
                honest.sequence(),
                honest.kind(),
                honest.recordedAt(),
                new TreeMap<>(Map.of("number", "forged")),
                honest.previousHash(),
                honest.hash());
        gap.add(forged);
        List<Finding> findings = check(gap);
        assertThat(findings).extracting(Finding::severity).containsOnly(Severity.WARNING);
        assertThat(findings).extracting(Finding::on).containsExactly("model 'news'", "model 'wire'");
        assertThat(findings.get(0).what()).contains("record 7 is missing").contains("place 8");
        assertThat(findings.get(1).what()).contains("record 3 was changed");
    }

    @Test
    void whatIsNoAuditRecordIsNamed() {
        AuditCheck.Chains chains = new AuditCheck.Chains("expunge.audit");
        chains.foreign("expunge.audit-0@7");
        assertThat(chains.findings("audit")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.what()).contains("expunge.audit-0@7");
        });
    }
}
