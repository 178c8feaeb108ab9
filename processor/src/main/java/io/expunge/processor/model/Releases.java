/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.Indistinguishability;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.processor.job.PromisedRelease;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Charges releases with noise to a model's account, and warns before its budget is used up. What is charged stands in the state
 * and in the version event, so the account is as exact as both. Owned by one task.
 */
final class Releases {
    /** What an audit record says of the account, from which a lost one is made again. */
    static final String MU = "mu";

    static final String RELEASES = "releases";
    private final ModelStores stores;
    private final ReleasePolicy policy;
    private final Consumer<ModelOutput> output;

    Releases(ModelStores stores, ReleasePolicy policy, Consumer<ModelOutput> output) {
        this.stores = stores;
        this.policy = policy;
        this.output = output;
    }

    /** The account with a version that is about to be announced. */
    ReleaseAccount charged(ModelState state, ModelVersionPublished draft, BatchInFlight.Kind kind) {
        // A repair is trained from the documents that remain, and from nothing else.
        boolean first = kind == BatchInFlight.Kind.REQUESTS || kind == BatchInFlight.Kind.REPAIR;
        Indistinguishability promised = draft.getIndistinguishability();
        if (promised == null) {
            return isTold(state, draft, first) ? state.account().voided() : state.account();
        }
        IndistinguishabilityTarget target = PromisedRelease.of(promised);
        return first ? state.account().first(target) : state.account().again(target);
    }

    /** Made anew from what held the forgotten, and released without noise: no account can hide that any more. */
    private static boolean isTold(ModelState state, ModelVersionPublished draft, boolean first) {
        boolean anew = draft.getOperation() == Operation.ROLLED_BACK || draft.getDocumentsRemoved() > 0;
        return !first && anew && state.account().spent().squaredMu() > 0;
    }

    /** What a version event says of the account; null where the version has no noise, as Avro wants it. */
    @SuppressWarnings("NullAway") // Avro's unions take null for absent
    Indistinguishability told(ModelVersionPublished draft, ReleaseAccount account) {
        Indistinguishability promised = draft.getIndistinguishability();
        return promised == null
                ? null
                : Indistinguishability.newBuilder(promised)
                        .setReleases(account.spent().releases())
                        .setAccountMu(account.spent().mu())
                        .setAccountEpsilon(account.spent().epsilon(promised.getDelta()))
                        .build();
    }

    /**
     * Says that the budget is nearly used up, once, and of every release that had to be tightened.
     *
     * @param before the account without it
     */
    void published(String modelId, ModelVersionPublished draft, ReleaseAccount before, long at) {
        Indistinguishability promised = draft.getIndistinguishability();
        ReleaseAccount now = stores.model(modelId).account();
        if (now.isVoid() && !before.isVoid()) {
            record(modelId, at, "VOID", Map.of());
        } else if (promised != null && policy.covers(modelId)) {
            warn(modelId, promised, now, at);
        }
    }

    private void warn(String modelId, Indistinguishability promised, ReleaseAccount account, long at) {
        boolean near = policy.epsilon(account) >= policy.warnAt() * policy.budgetEpsilon();
        if (promised.getDistance() < policy.target().distance()) {
            record(modelId, at, "TIGHTENED", Map.of("distance", Double.toString(promised.getDistance())));
        } else if (near && !account.warned()) {
            record(modelId, at, "NEAR", Map.of());
        } else if (!near && account.warned()) { // the budget was raised
            stores.putModel(modelId, stores.model(modelId).withAccount(account.unwarned()));
        }
    }

    private void record(String modelId, long at, String standing, Map<String, String> more) {
        ModelState state = stores.model(modelId);
        Map<String, String> facts = facts(state.account());
        facts.putAll(more);
        facts.put("state", standing);
        facts.put("version", Long.toString(state.version()));
        AuditRecorded audit = AuditChain.next(modelId, state, AuditKind.BUDGET_WARNING, at, facts);
        stores.putModel(
                modelId,
                state.withAccount(state.account().warnedNow()).withAudit(audit.getSequence(), audit.getHash()));
        output.accept(new ModelOutput.Audit(audit));
    }

    private Map<String, String> facts(ReleaseAccount account) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(MU, Double.toString(account.spent().mu()));
        facts.put("spentEpsilon", Double.toString(policy.epsilon(account)));
        facts.put("budgetEpsilon", Double.toString(policy.budgetEpsilon()));
        facts.put("delta", Double.toString(policy.target().delta()));
        facts.put(RELEASES, Long.toString(account.spent().releases()));
        facts.put("whenSpent", policy.whenSpent().name());
        return facts;
    }
}
