/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.command.LedgerSeed;
import io.expunge.processor.model.ErasureStores.Stage;
import io.expunge.processor.model.StoredVersion.Forgotten;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Follows every artifact of a model from its publication until it may have to go: a later version forgets data that it may
 * hold, a verdict on that version passes, the policy's time goes by. Owned by one task.
 */
final class Erasures {
    private final ModelStores models;
    private final ErasureStores stores;
    private final PurgePolicy policy;

    /** When a model's next purge is due, read from the stores when it is asked for; gone with the transaction. */
    private final Map<String, Long> due = new HashMap<>();

    /** Models whose entry there is missing; none of them is known at first. */
    private Optional<Set<String>> stale = Optional.empty();

    Erasures(ModelStores models, ErasureStores stores, PurgePolicy policy) {
        this.models = models;
        this.stores = stores;
        this.policy = policy;
    }

    /**
     * A version was published.
     *
     * @param before the state of its model before that
     * @param forgets whether it was made to forget something
     */
    void published(
            String modelId, ModelState before, String contentHash, boolean forgets, List<Served> served, long at) {
        adopt(modelId, before);
        long version = before.version() + 1;
        if (forgets) {
            List<String> requests = served.stream().map(Served::requestId).toList();
            Forgotten forgotten = new Forgotten(version, contentHash, at, Optional.empty(), requests, requests.size());
            stores.of(modelId, Stage.CURRENT)
                    .forEach(held -> stores.move(
                            modelId, Stage.CURRENT, held, Stage.AWAITING, held.withForgotten(Optional.of(forgotten))));
        }
        stores.put(
                modelId,
                Stage.CURRENT,
                StoredVersion.published(
                        version, contentHash, models.model(modelId).classes()));
        changed(modelId);
    }

    /** A ledger of an earlier release, or a rebuilt one, may know no more than the head. */
    private void adopt(String modelId, ModelState state) {
        boolean known = stores.of(modelId, Stage.CURRENT).stream().anyMatch(one -> one.version() == state.version());
        if (state.isPublished() && !known) {
            stores.put(
                    modelId,
                    Stage.CURRENT,
                    StoredVersion.published(state.version(), state.headHash(), state.classes()));
        }
    }

    /** Whether a version that was not erased has a class of this name, or may have one. */
    boolean mayHold(String modelId, String label) {
        return Stream.of(Stage.values())
                .flatMap(stage -> stores.of(modelId, stage).stream())
                .anyMatch(one -> one.mayHold(label));
    }

    /** A registration was answered, and may leave an artifact that nothing refers to: it is looked for when it is old. */
    void registered(String modelId, long at) {
        ErasureState state = stores.state(modelId);
        if (state.sweepAt().isEmpty()) {
            stores.putState(modelId, new ErasureState(state.planSequence(), Optional.of(at + policy.orphanMillis())));
            changed(modelId);
        }
    }

    /** A ledger of an earlier release, or a rebuilt one, does not know what lies about in the store. */
    void awake(String modelId, long at) {
        if (!stores.knowsState(modelId) && models.model(modelId).isPublished()) {
            registered(modelId, at);
        }
    }

    /** Requests were served without a new version, since the head holds nothing they name; an older version may. */
    void nothingHeld(String modelId, List<String> requestIds, long at) {
        ModelState state = models.model(modelId);
        Forgotten forgotten =
                new Forgotten(state.version(), state.headHash(), at, Optional.of(at), requestIds, requestIds.size());
        for (StoredVersion one : stores.of(modelId, Stage.CURRENT)) {
            if (one.version() != state.version()) {
                stores.move(modelId, Stage.CURRENT, one, Stage.DUE, one.withForgotten(Optional.of(forgotten)));
            }
        }
        changed(modelId);
    }

    /**
     * A verdict lets what its versions forgot go from the older ones, and says of its own versions what they are worth.
     *
     * @param first the first version it decides about, which may stand before those it says it covers
     * @param clears whether it leaves nothing that speaks against its own version
     */
    void judged(UnlearningVerified verdict, long first, boolean clears, long at) {
        String modelId = verdict.getModelId();
        long head = models.model(modelId).version();
        long last = Math.min(head, verdict.getVersion());
        boolean passed = verdict.getVerdict() == Verdict.PASSED;
        boolean gate = verdict.getStage() == VerificationStage.PUBLICATION;
        // A version that failed stays one, whatever later version passes in its place.
        if (!passed) {
            mark(modelId, first, last, true);
        } else if (clears) {
            mark(modelId, last, last, false);
        }
        if (passed && first <= last) {
            Stage next = gate && policy.attackWindowMillis() > 0 ? Stage.GATED : Stage.DUE;
            stores.awaiting(modelId, first, last).forEach(one -> release(modelId, Stage.AWAITING, one, next, at));
            replaced(modelId, last, next, at);
        }
        if (!gate && passed) {
            forgottenIn(modelId, Stage.GATED, first, last)
                    .forEach(one -> release(modelId, Stage.GATED, one, Stage.DUE, at));
        } else if (!gate) {
            for (Stage stage : List.of(Stage.GATED, Stage.DUE)) {
                forgottenIn(modelId, stage, first, last).forEach(one -> takeBack(modelId, stage, one));
            }
        }
        changed(modelId);
    }

    private List<StoredVersion> forgottenIn(String modelId, Stage stage, long first, long last) {
        return stores.of(modelId, stage).stream()
                .filter(one -> one.inVersion() >= first && one.inVersion() <= last)
                .toList();
    }

    /** Thorough checks failed, of a version that had passed maybe: those of the one that is made next need it again. */
    private void takeBack(String modelId, Stage from, StoredVersion one) {
        Optional<Forgotten> open = one.forgotten().map(Forgotten::unverified);
        stores.move(modelId, from, one, Stage.AWAITING, one.withForgotten(open));
    }

    private void release(String modelId, Stage from, StoredVersion one, Stage next, long at) {
        Optional<Forgotten> verified = one.forgotten().map(forgotten -> forgotten.verified(at));
        stores.move(modelId, from, one, next, one.withForgotten(verified));
    }

    /** What failed may hold in its parameters what its training set does not, until a later version passes. */
    private void replaced(String modelId, long last, Stage next, long at) {
        String head = models.model(modelId).headHash();
        Forgotten replaced = new Forgotten(last, head, at, Optional.of(at), List.of(), 0);
        stores.of(modelId, Stage.CURRENT).stream()
                .filter(one -> one.failed() && one.version() < last)
                .forEach(one ->
                        stores.move(modelId, Stage.CURRENT, one, next, one.withForgotten(Optional.of(replaced))));
    }

    private void mark(String modelId, long first, long last, boolean failed) {
        for (Stage stage : List.of(Stage.CURRENT, Stage.AWAITING, Stage.GATED)) {
            stores.of(modelId, stage).stream()
                    .filter(one -> one.version() >= first && one.version() <= last && one.failed() != failed)
                    .forEach(one -> stores.put(modelId, stage, one.withFailed(failed)));
        }
    }

    /** A rebuilt ledger is told what there is; what it knows already stands. */
    void plant(String modelId, LedgerSeed.OfStored seed, long at) {
        awake(modelId, at);
        Optional<Forgotten> forgotten = seed.forgotten()
                .map(one -> new Forgotten(
                        one.inVersion(),
                        one.inHash(),
                        one.since(),
                        one.verifiedAt(),
                        one.requestIds(),
                        one.requestCount()));
        StoredVersion version = new StoredVersion(seed.published(), seed.contentHash(), seed.failed(), forgotten);
        boolean movedOn =
                stores.contains(modelId, Stage.PLANNED, version) || stores.contains(modelId, Stage.HELD, version);
        if (!movedOn) {
            stores.put(modelId, stage(version), version);
            changed(modelId);
        }
    }

    /** Which verdict it was that passed nobody says, so that thorough checks are given their time. */
    private Stage stage(StoredVersion version) {
        if (version.forgotten().isEmpty()) {
            return Stage.CURRENT;
        }
        boolean verified = version.forgotten().flatMap(Forgotten::verifiedAt).isPresent();
        Stage passed = policy.attackWindowMillis() > 0 ? Stage.GATED : Stage.DUE;
        return verified ? passed : Stage.AWAITING;
    }

    /** A rebuilt ledger is told of a hold or a pin. */
    void plant(String modelId, LedgerSeed.OfProtection seed) {
        Protection protection = new Protection(seed.hold(), seed.since(), seed.operator(), seed.reason());
        stores.protect(modelId, seed.version(), protection);
        changed(modelId);
    }

    /** When the next purge of a model is due, if one is. */
    Optional<Long> dueAt(String modelId) {
        long at = due.computeIfAbsent(modelId, this::next);
        return at == Long.MAX_VALUE ? Optional.empty() : Optional.of(at);
    }

    private long next(String modelId) {
        ErasureState state = stores.state(modelId);
        boolean waits = state.planSequence().isPresent()
                || stores.protection(modelId, true, Optional.empty()).isPresent();
        if (policy.mode() == PurgePolicy.Mode.KEEP || waits) {
            return Long.MAX_VALUE;
        }
        Stream<Long> verified = stores.of(modelId, Stage.DUE, 1).stream().map(this::afterVerdict);
        Stream<Long> unverified = stores.of(modelId, Stage.AWAITING, 1).stream().map(this::afterWindow);
        Stream<Long> gated = stores.of(modelId, Stage.GATED, 1).stream().map(policy::afterAttacks);
        return Stream.of(verified, gated, unverified, state.sweepAt().stream())
                .flatMap(times -> times)
                .min(Long::compare)
                .orElse(Long.MAX_VALUE);
    }

    private long afterVerdict(StoredVersion one) {
        return one.verifiedAt() + policy.waitMillis();
    }

    /** When what stands in a stage may go. */
    long dueAt(Stage stage, StoredVersion one) {
        return switch (stage) {
            case DUE -> afterVerdict(one);
            case GATED -> policy.afterAttacks(one);
            default -> afterWindow(one);
        };
    }

    private long afterWindow(StoredVersion one) {
        return one.since() + policy.maximumWaitMillis();
    }

    /** Whether the plan that is being carried out names a version. */
    boolean isGoing(String modelId, long version) {
        Optional<String> artifact = models.versionArtifact(modelId, version);
        return stores.of(modelId, Stage.PLANNED).stream()
                .anyMatch(one -> one.version() == version
                        || artifact.filter(one.contentHash()::equals).isPresent());
    }

    /** Something changed that says when the next purge is due. */
    void changed(String modelId) {
        due.remove(modelId);
        stale.ifPresent(models -> models.add(modelId));
    }

    /** Whether the purge of any model is due. Reads no more than what changed since it was asked last. */
    boolean isAnyDue(long now) {
        stale.orElseGet(() -> new HashSet<>(models.modelIds())).forEach(this::dueAt);
        stale = Optional.of(new HashSet<>());
        return due.values().stream().anyMatch(at -> at <= now);
    }
}
