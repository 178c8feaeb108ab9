/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import io.expunge.events.AuditKind;
import io.expunge.store.SigningKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Chains as a processor writes them. */
final class Chains {
    static final String MODEL = "news";
    static final SigningKey KEY = SigningKey.of(new byte[32]);
    private static final AuditKind[] KINDS = {
        AuditKind.VERSION_PUBLISHED, AuditKind.OPERATOR, AuditKind.REGISTRATION_REFUSED, AuditKind.PURGED
    };

    private Chains() {}

    /** What happened in random order, signed where a processor signs. */
    static List<AuditEntry> random(Random random, int events, Optional<CheckpointSigner> signer) {
        List<AuditEntry> chain = new ArrayList<>();
        for (int event = 0; event < events; event++) {
            AuditKind kind = KINDS[random.nextInt(KINDS.length)];
            Map<String, String> facts = new HashMap<>();
            facts.put("number", Integer.toString(event));
            facts.put("text", Long.toHexString(random.nextLong()));
            add(chain, kind, facts);
            AuditEntry last = chain.get(chain.size() - 1);
            signer.filter(present -> present.isDue(kind, last.sequence()))
                    .ifPresent(present -> add(
                            chain,
                            AuditKind.CHECKPOINT,
                            present.sign(MODEL, last.sequence(), last.hash()).facts()));
        }
        return chain;
    }

    static void add(List<AuditEntry> chain, AuditKind kind, Map<String, String> facts) {
        boolean empty = chain.isEmpty();
        AuditEntry last = empty ? null : chain.get(chain.size() - 1);
        chain.add(AuditEntry.after(
                MODEL,
                last == null ? 0 : last.sequence(),
                last == null ? AuditEntry.GENESIS : last.hash(),
                kind.name(),
                1_800_000_000_000L + chain.size(),
                facts));
    }

    /** The chain that somebody without the key would write in place of another. */
    static List<AuditEntry> rewritten(List<AuditEntry> chain, int from) {
        List<AuditEntry> forged = new ArrayList<>(chain.subList(0, from));
        for (AuditEntry entry : chain.subList(from, chain.size())) {
            Map<String, String> facts = new TreeMap<>(entry.facts());
            if (!entry.kind().equals(Checkpoint.KIND)) {
                facts.put("text", "forged");
            }
            add(forged, AuditKind.valueOf(entry.kind()), facts);
        }
        return forged;
    }
}
