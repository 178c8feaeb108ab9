/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.processor.command.LedgerSeed;
import io.expunge.processor.command.LedgerSeed.Fact;
import io.expunge.processor.command.LedgerSeed.OfBatch;
import io.expunge.processor.command.LedgerSeed.OfMending;
import io.expunge.processor.command.LedgerSeed.OfRemembered;
import io.expunge.processor.command.LedgerSeed.OfRequest;
import io.expunge.processor.command.LedgerSeed.OfReturns;
import io.expunge.processor.command.LedgerSeed.OfVersion;
import io.expunge.processor.command.LedgerSeed.Owed;
import io.expunge.processor.command.LedgerSeed.Standing;
import io.expunge.processor.command.LedgerSeed.Step;
import io.expunge.processor.command.Mending;
import io.expunge.processor.command.Repair;
import io.expunge.processor.command.Returns;
import io.expunge.processor.model.VerifiedWhen;
import io.expunge.processor.rebuild.ModelEvidence.Placed;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The seeds of one model: its standing first, if it ever had one, then its requests, the batches that wait for a verdict, what to honour. */
final class ModelSeeds {
    private static final int PSEUDONYMS_IN_A_SEED = 1000;
    private static final Comparator<RequestStatusChanged> BY_ARRIVAL =
            Comparator.<RequestStatusChanged, Instant>comparing(
                            status -> status.getTransitions().get(0).getAt())
                    .thenComparing(RequestStatusChanged::getRequestId);

    private final ModelEvidence model;
    private final ServedRequests served;
    private final Set<String> onTopic;
    private final List<LedgerSeed> seeds = new ArrayList<>();
    private final Map<Long, Integer> sizes = new HashMap<>();
    private final Map<Long, String> batches = new HashMap<>();
    private final Set<Long> notToldOfFailure = new HashSet<>();
    private final List<String> reopened = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final boolean known;

    /**
     * @param onTopic ids of the requests and registrations that the intake topics still hold
     * @param decides whose verdict lets older versions go
     */
    ModelSeeds(
            ModelEvidence model,
            ServedRequests served,
            Set<String> onTopic,
            HonouredDeletions remembered,
            VerifiedWhen decides) {
        this.model = model;
        this.served = served;
        this.onTopic = onTopic;
        List<RequestStatusChanged> statuses = model.statuses().stream()
                .filter(status -> !status.getTransitions().isEmpty())
                .sorted(BY_ARRIVAL)
                .toList();
        known = !remembered.equals(HonouredDeletions.NONE) || isKnown(model, statuses);
        if (known) {
            add(new Standing(
                    model.classes(),
                    removedClasses(remembered),
                    model.auditSequence(),
                    model.auditHash(),
                    statuses.size(),
                    model.halt()));
        }
        for (int arrival = 0; arrival < statuses.size(); arrival++) {
            request(statuses.get(arrival), arrival);
        }
        batches.forEach((version, batch) -> add(new OfBatch(version, batch, sizes.getOrDefault(version, 0))));
        remembered(remembered);
        if (known) {
            model.erasures(decides).forEach(this::add);
        }
        model.versions()
                .forEach(version -> add(new OfVersion(
                        version.event().getVersion(), version.event().getContentHash())));
        model.releases()
                .ifPresent(account -> add(new LedgerSeed.OfReleases(
                        account.spent().mu(), account.spent().releases(), account.warned())));
        if (!model.mending().equals(Mending.NONE)) {
            add(new OfMending(model.mending())); // a repair that waits is started by whatever is read next
        }
        if (!model.returns().equals(Returns.NONE)) {
            add(new OfReturns(model.returns())); // last, for the same reason
        }
    }

    /** Those of versions, and those that only an older version held when their removal was asked for. */
    private List<String> removedClasses(HonouredDeletions remembered) {
        Set<String> removed = new LinkedHashSet<>(model.removedClasses());
        removed.addAll(remembered.classes());
        model.classes().forEach(removed::remove);
        return List.copyOf(removed);
    }

    /** Whether the lost ledger knew the model, and did not only tell somebody that there is none of that name. */
    private static boolean isKnown(ModelEvidence model, List<RequestStatusChanged> statuses) {
        return model.version() > 0
                || model.auditSequence() > 0
                || statuses.stream()
                        .anyMatch(status -> status.getState() != RequestState.REJECTED
                                || status.getTransitions().size() > 1);
    }

    private void add(Fact fact) {
        seeds.add(new LedgerSeed(model.modelId(), model.version(), model.headHash(), fact));
    }

    private void request(RequestStatusChanged status, long arrival) {
        Optional<ServedRequests.Served> version = isOpen(status) ? served.of(status) : Optional.empty();
        Optional<String> batch =
                version.map(ServedRequests.Served::batchId).or(() -> Optional.ofNullable(status.getBatchId()));
        Optional<Long> number =
                version.map(ServedRequests.Served::version).or(() -> Optional.ofNullable(status.getModelVersion()));
        Optional<Integer> documents = version.flatMap(ServedRequests.Served::documentsRemoved)
                .or(() -> Optional.ofNullable(status.getDocumentsRemoved()));
        boolean awaitsVerdict = (version.isPresent() || status.getState() == RequestState.APPLIED) && batch.isPresent();
        add(new OfRequest(
                status.getRequestId(),
                status.getKind(),
                Optional.ofNullable(status.getCaseId()),
                Optional.ofNullable(status.getDueBy()).map(Instant::toEpochMilli),
                arrival,
                status.getTransitions().stream()
                        .map(step -> new Step(
                                step.getState(), step.getAt().toEpochMilli(), step.getReasonCode(), step.getDetail()))
                        .toList(),
                batch,
                number,
                documents,
                awaitsVerdict && number.isPresent() ? place(number.get(), batch.get(), status) : -1,
                owed(status, version.isPresent())));
    }

    private int place(long version, String batch, RequestStatusChanged status) {
        batches.put(version, batch);
        if (status.getReasonCode() != ReasonCode.VERIFICATION_FAILED) {
            notToldOfFailure.add(version);
        }
        return sizes.merge(version, 1, Integer::sum) - 1;
    }

    private Owed owed(RequestStatusChanged status, boolean published) {
        if (published) {
            return Owed.APPLIED;
        }
        if (!isOpen(status)) {
            return Owed.NOTHING;
        }
        boolean returns = onTopic.contains(status.getRequestId());
        (returns ? reopened : lost).add(status.getRequestId());
        return returns ? Owed.NOTHING : Owed.LOST;
    }

    static boolean isOpen(RequestStatusChanged status) {
        return status.getState() == RequestState.RECEIVED || status.getState() == RequestState.BATCHED;
    }

    private void remembered(HonouredDeletions remembered) {
        List<Pseudonym> documents = remembered.documents();
        for (int from = 0; from < documents.size(); from += PSEUDONYMS_IN_A_SEED) {
            add(new OfRemembered(new HonouredDeletions(lot(documents, from), List.of(), List.of())));
        }
        List<Pseudonym> subjects = remembered.subjects();
        for (int from = 0; from < subjects.size(); from += PSEUDONYMS_IN_A_SEED) {
            add(new OfRemembered(new HonouredDeletions(List.of(), lot(subjects, from), List.of())));
        }
    }

    private static List<Pseudonym> lot(List<Pseudonym> all, int from) {
        return all.subList(from, Math.min(all.size(), from + PSEUDONYMS_IN_A_SEED));
    }

    /** Whether there is a model; of a name that only refused requests used, no standing is seeded. */
    boolean isKnown() {
        return known;
    }

    List<LedgerSeed> seeds() {
        return List.copyOf(seeds);
    }

    /** Requests that go on when the intake topics are read again. */
    List<String> reopened() {
        return List.copyOf(reopened);
    }

    /** Requests that were open and cannot go on. */
    List<String> lost() {
        return List.copyOf(lost);
    }

    /** The versions that nobody gave a verdict on, and those whose repair waits for one that covers them. */
    List<Placed<ModelVersionPublished>> unjudged() {
        Set<Long> judged = model.verdicts().stream()
                .map(verdict -> verdict.event().getVersion())
                .collect(Collectors.toSet());
        return model.versions().stream()
                .filter(version -> !judged.contains(version.event().getVersion())
                        || isBeingMended(version.event().getVersion()))
                .toList();
    }

    private boolean isBeingMended(long version) {
        return model.mending()
                .repair()
                .filter(repair -> repair.phase() != Repair.Phase.PASSED)
                .filter(repair -> version >= repair.from())
                .isPresent();
    }

    /** The verdicts that requests still have to be told. */
    List<Placed<UnlearningVerified>> untold() {
        return model.verdicts().stream()
                .filter(verdict -> isUntold(verdict.event()))
                .toList();
    }

    private boolean isUntold(UnlearningVerified verdict) {
        Set<Long> waiting = verdict.getVerdict() == Verdict.PASSED ? batches.keySet() : notToldOfFailure;
        return waiting.stream()
                .anyMatch(version -> version >= verdict.getCoversFromVersion() && version <= verdict.getVersion());
    }
}
