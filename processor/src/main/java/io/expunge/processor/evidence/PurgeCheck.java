/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.processor.audit.AuditEntry;
import io.expunge.processor.audit.AuditEntryJson;
import java.util.Map;

/** Whether the receipts stand on the chain, and whether there is one for the version before. */
final class PurgeCheck {
    private static final String SUBJECT = Section.PURGES.label();

    private final JsonNode purges;
    private final JsonNode before;
    private final JsonNode after;
    private final Map<String, AuditEntry> chain;
    private final Statements said;

    PurgeCheck(JsonNode purges, JsonNode before, JsonNode after, Map<String, AuditEntry> chain, Statements said) {
        this.purges = purges;
        this.before = before;
        this.after = after;
        this.chain = chain;
        this.said = said;
    }

    void check() {
        purges.forEach(this::receipt);
        if (after.isObject() && before.isObject() && !isDestroyed()) {
            said.notChecked(
                    SUBJECT,
                    "Whether version " + before.path("version").asText()
                            + (purges.isEmpty()
                                    ? " and those before it were destroyed: there is no receipt yet."
                                    : " was destroyed: there is no receipt for its content hash, so it may still stand in the"
                                            + " model store."));
        }
    }

    private void receipt(JsonNode purge) {
        JsonNode facts = purge.path("facts");
        boolean recorded = AuditEntryJson.read(purge)
                .filter(entry ->
                        entry.equals(chain.get(entry.hash())) && entry.kind().equals(EvidenceBundle.PURGED))
                .isPresent();
        said.expect(
                recorded,
                SUBJECT,
                "The audit chain records that " + name(facts) + " was destroyed at "
                        + purge.path("recordedAt").asText() + ": "
                        + facts.path("bytes").asText() + " bytes in "
                        + facts.path("objects").asText() + " objects.",
                "The receipt for " + name(facts) + " does not stand on the audit chain.");
    }

    /** What was found without knowing which version it was has a hash alone. */
    private static String name(JsonNode facts) {
        return facts.path("version").isMissingNode()
                ? "artifact " + facts.path("contentHash").asText()
                : "version " + facts.path("version").asText();
    }

    /** By the hash of its content: numbers of versions are not on every receipt. */
    private boolean isDestroyed() {
        return chain.values().stream()
                .anyMatch(entry -> EvidenceBundle.isReceiptOf(
                        entry, before.path("contentHash").asText()));
    }
}
