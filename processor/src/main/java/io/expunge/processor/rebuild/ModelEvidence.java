/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.cluster.Place;
import io.expunge.processor.command.LedgerSeed.Fact;
import io.expunge.processor.command.LedgerSeed.Halt;
import io.expunge.processor.command.Mending;
import io.expunge.processor.command.OperatorVerb;
import io.expunge.processor.command.Returns;
import io.expunge.processor.model.AuditChain;
import io.expunge.processor.model.ReleaseAccount;
import io.expunge.processor.model.RepairsTold;
import io.expunge.processor.model.ReturnsTold;
import io.expunge.processor.model.VerifiedWhen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the output topics say about one model, and where they contradict themselves. Filled record by record, every topic
 * in its order; topics in any. Not thread-safe.
 */
public final class ModelEvidence {
    private static final int LONGEST_LIST = 20;

    private final String modelId;
    private final List<Placed<ModelVersionPublished>> versions = new ArrayList<>();
    private final List<Placed<UnlearningVerified>> verdicts = new ArrayList<>();
    private final Map<String, RequestStatusChanged> statuses = new LinkedHashMap<>();
    private final Set<String> auditHashes = new HashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private Optional<ModelVersionPublished> head = Optional.empty();
    private final ErasureEvidence erasures = new ErasureEvidence();
    private Optional<Halt> halt = Optional.empty();
    private final ReturnsTold returns = new ReturnsTold();
    private Optional<ReleaseAccount> releases = Optional.empty();
    private final RepairsTold repairs = new RepairsTold();
    private long auditSequence;
    private String auditHash = AuditChain.GENESIS;

    /** An event and where it stands. */
    record Placed<T>(Place place, T event) {}

    ModelEvidence(String modelId) {
        this.modelId = modelId;
    }

    void version(Place place, ModelVersionPublished event) {
        long expected = versions.size() + 1L;
        if (event.getVersion() != expected) {
            problem("topic model-versions: version " + event.getVersion() + " stands where version " + expected
                    + " is due; the topic was cut or written by two ledgers");
        } else if (!versions.isEmpty()
                && !last().getContentHash().equals(String.valueOf(event.getParentContentHash()))) {
            problem("topic model-versions: version " + event.getVersion() + " is no child of the one before");
        }
        versions.add(new Placed<>(place, event));
        Optional.ofNullable(event.getIndistinguishability())
                .ifPresent(told -> charged(ReleaseAccount.told(told.getAccountMu(), told.getReleases(), false)));
    }

    void head(ModelVersionPublished event) {
        head = Optional.of(event);
    }

    void verdict(Place place, UnlearningVerified event) {
        verdicts.add(new Placed<>(place, event));
    }

    void status(RequestStatusChanged event) {
        statuses.put(event.getRequestId(), event);
    }

    void audit(AuditRecorded event) {
        boolean follows = event.getSequence() == auditSequence + 1
                && event.getPreviousHash().equals(auditHash);
        if (!follows || !AuditChain.isIntact(event)) {
            problem("topic audit: record " + event.getSequence() + " does not follow from record " + auditSequence);
        }
        auditSequence = event.getSequence();
        auditHash = event.getHash();
        auditHashes.add(auditHash);
        returns.read(event);
        repairs.read(event);
        erasures.audit(event);
        if (event.getKind() == AuditKind.OPERATOR) {
            operated(event);
        } else if (event.getKind() == AuditKind.BUDGET_WARNING) {
            charged(ReleaseAccount.told(event.getFacts()));
        }
    }

    /** Accounts only grow, and events of different topics come in any order. */
    private void charged(ReleaseAccount told) {
        ReleaseAccount known = releases.orElse(ReleaseAccount.EMPTY);
        boolean more = told.spent().squaredMu() > known.spent().squaredMu();
        releases =
                Optional.of(new ReleaseAccount(more ? told.spent() : known.spent(), told.warned() || known.warned()));
    }

    private void operated(AuditRecorded event) {
        Map<String, String> facts = event.getFacts();
        String verb = facts.getOrDefault("verb", "");
        if (verb.equals(new OperatorVerb.Resume().word())) {
            halt = Optional.empty();
        } else if (verb.equals(new OperatorVerb.Pause().word()) && halt.isEmpty()) {
            halt = Optional.of(new Halt(
                    event.getRecordedAt().toEpochMilli(),
                    facts.getOrDefault("operator", ""),
                    facts.getOrDefault("reason", "")));
        }
    }

    private void problem(String text) {
        if (problems.size() < LONGEST_LIST) {
            problems.add("model '" + modelId + "', " + text);
        }
    }

    /** Everything that does not fit, once all is read. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (!versions.isEmpty() && !auditHashes.contains(last().getAuditHash())) {
            all.add("model '" + modelId + "', topic audit: the record of version " + last().getVersion()
                    + " is missing");
        }
        long announced = head.map(ModelVersionPublished::getVersion).orElse(0L);
        if (announced != version()
                || !head.map(ModelVersionPublished::getContentHash).orElse("").equals(headHash())) {
            all.add("model '" + modelId + "': topic model-heads says version " + announced
                    + ", topic model-versions ends with version " + version());
        }
        return List.copyOf(all);
    }

    String modelId() {
        return modelId;
    }

    /** The published versions, oldest first. */
    List<Placed<ModelVersionPublished>> versions() {
        return List.copyOf(versions);
    }

    List<Placed<UnlearningVerified>> verdicts() {
        return List.copyOf(verdicts);
    }

    /** The newest status of every request, in the order in which each was first told. */
    List<RequestStatusChanged> statuses() {
        return List.copyOf(statuses.values());
    }

    /** Number of the head; 0 before the first version. */
    long version() {
        return versions.isEmpty() ? 0 : last().getVersion();
    }

    /** Content hash of the head; empty before the first version. */
    String headHash() {
        return versions.isEmpty() ? "" : last().getContentHash();
    }

    List<String> classes() {
        return versions.isEmpty() ? List.of() : last().getClasses();
    }

    /** As the ledger counts them: a class that a registration brought in again is no longer a removed one. */
    List<String> removedClasses() {
        Set<String> removed = new LinkedHashSet<>();
        for (Placed<ModelVersionPublished> version : versions) {
            removed.addAll(version.event().getClassesRemoved());
            version.event().getClasses().forEach(removed::remove);
        }
        return List.copyOf(removed);
    }

    /** What is to know about the erasure of the versions. */
    /** @param decides whose verdict lets older versions go */
    List<Fact> erasures(VerifiedWhen decides) {
        return erasures.facts(versions.stream().map(Placed::event).toList(), verdicts, statuses(), decides);
    }

    long auditSequence() {
        return auditSequence;
    }

    String auditHash() {
        return auditHash;
    }

    /** Who paused the model, if it is paused. */
    Optional<Halt> halt() {
        return halt;
    }

    /** What operators let return to the model. */
    Returns returns() {
        Optional<Long> rolledBackTo =
                versions.isEmpty() ? Optional.empty() : Optional.ofNullable(last().getRolledBackTo());
        return returns.returns().withHead(rolledBackTo);
    }

    /** What releases with noise were charged with, if there were any. */
    Optional<ReleaseAccount> releases() {
        return releases;
    }

    /** Whether the head can be relied on, and what is done where it cannot. */
    Mending mending() {
        if (versions.isEmpty()) {
            return Mending.NONE;
        }
        boolean trained = last().getOperation() == Operation.TRAINED;
        return new Mending(
                trained ? Mending.Origin.TRAINED : Mending.Origin.FORGETTING,
                repairs.repair(),
                new DoubtTold(
                                versions.stream().map(Placed::event).toList(),
                                verdicts.stream().map(Placed::event).toList())
                        .left());
    }

    private ModelVersionPublished last() {
        return versions.get(versions.size() - 1).event();
    }
}
