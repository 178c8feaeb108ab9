/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.Indistinguishability;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.processor.job.PromisedRelease;
import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    static final String STATE = "state";

    /** The budget is not near its end yet. */
    static final String CHARGED = "CHARGED";

    /** Refusals whose sentence was made from a model with noise that is not released. */
    private static final Set<ReasonCode> TELLING = Set.of(ReasonCode.VERIFICATION_FAILED, ReasonCode.ACCURACY_LOSS);

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
        Optional<IndistinguishabilityTarget> target =
                Optional.ofNullable(draft.getIndistinguishability()).map(PromisedRelease::of);
        // A repair is trained from the documents that remain, and from nothing else.
        boolean first = kind == BatchInFlight.Kind.REQUESTS || kind == BatchInFlight.Kind.REPAIR;
        return target.map(promised -> first
                        ? state.account().first(promised)
                        : state.account().again(promised))
                .orElse(state.account());
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

    /** A result was refused, and a sentence says why: that is a release as well, if a small one. */
    void refused(String modelId, ReasonCode code, long at) {
        if (policy.covers(modelId) && TELLING.contains(code)) {
            ModelState state = stores.model(modelId);
            stores.putModel(modelId, state.withAccount(state.account().again(policy.target())));
            record(modelId, at, isNear(modelId) ? "NEAR" : CHARGED, Map.of("refusal", code.name()));
        }
    }

    /** Says that the budget is nearly used up, once, and of every release that had to be tightened. */
    void published(String modelId, ModelVersionPublished draft, long at) {
        Indistinguishability promised = draft.getIndistinguishability();
        if (promised == null || !policy.covers(modelId)) {
            return;
        }
        if (promised.getDistance() < policy.target().distance()) {
            record(modelId, at, "TIGHTENED", Map.of("distance", Double.toString(promised.getDistance())));
        } else if (isNear(modelId) && !stores.model(modelId).account().warned()) {
            record(modelId, at, "NEAR", Map.of());
        }
    }

    private boolean isNear(String modelId) {
        return policy.epsilon(stores.model(modelId).account()) >= policy.warnAt() * policy.budgetEpsilon();
    }

    private void record(String modelId, long at, String standing, Map<String, String> more) {
        ModelState state = stores.model(modelId);
        Map<String, String> facts = facts(state.account());
        facts.putAll(more);
        facts.put(STATE, standing);
        facts.put("version", Long.toString(state.version()));
        AuditRecorded audit = AuditChain.next(modelId, state, AuditKind.BUDGET_WARNING, at, facts);
        ReleaseAccount account =
                standing.equals(CHARGED) ? state.account() : state.account().warnedNow();
        stores.putModel(modelId, state.withAccount(account).withAudit(audit.getSequence(), audit.getHash()));
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
