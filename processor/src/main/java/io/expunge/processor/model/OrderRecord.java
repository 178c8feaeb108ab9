/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Writes what becomes of operators' orders into the audit log. Owned by one task. */
final class OrderRecord {
    static final String VERB = "verb";
    static final String OUTCOME = "outcome";
    static final String ORDER_ID = "orderId";
    static final String OPERATOR = "operator";
    static final String REASON = "reason";

    private final ModelStores stores;
    private final Consumer<ModelOutput> output;

    OrderRecord(ModelStores stores, Consumer<ModelOutput> output) {
        this.stores = stores;
        this.output = output;
    }

    /** @param facts without personal data: they stand for ever */
    void write(String modelId, long at, String verb, String outcome, Map<String, String> facts) {
        Map<String, String> all = new TreeMap<>(facts);
        all.put(VERB, verb);
        all.put(OUTCOME, outcome);
        all.values().removeIf(String::isBlank);
        ModelState state = stores.model(modelId);
        AuditRecorded audit = AuditChain.next(modelId, state, AuditKind.OPERATOR, at, all);
        stores.putModel(modelId, state.withAudit(audit.getSequence(), audit.getHash()));
        output.accept(new ModelOutput.Audit(audit));
    }
}
