/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.command.LedgerSeed.Fact;
import io.expunge.processor.command.LedgerSeed.Forgetting;
import io.expunge.processor.command.LedgerSeed.OfProtection;
import io.expunge.processor.command.LedgerSeed.OfStored;
import io.expunge.processor.command.OperatorVerb;
import io.expunge.processor.model.VerifiedWhen;
import io.expunge.processor.rebuild.ModelEvidence.Placed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the topics say about the erasure of one model's versions. A purge that was planned and not receipted is due again:
 * to erase twice is to erase once. Not thread-safe.
 */
final class ErasureEvidence {
    private static final String HOLD = new OperatorVerb.Hold(Optional.empty()).word();
    private static final String RELEASE = new OperatorVerb.Release(Optional.empty()).word();
    private static final String PIN = new OperatorVerb.Pin(1).word();
    private static final String UNPIN = new OperatorVerb.Unpin(1).word();

    /** Most request ids of one seed; a receipt names no more. */
    private static final int IDS_NAMED = 100;

    private final Set<Long> purged = new HashSet<>();
    private final Map<String, OfProtection> protections = new LinkedHashMap<>();

    void audit(AuditRecorded record) {
        Map<String, String> facts = record.getFacts();
        Optional<Long> version = Optional.ofNullable(facts.get("version")).map(Long::valueOf);
        if (record.getKind() == AuditKind.PURGED) {
            version.ifPresent(number -> {
                purged.add(number);
                protections.remove(name(false, version));
            });
        } else if (record.getKind() == AuditKind.OPERATOR) {
            operated(facts.getOrDefault("verb", ""), version, record);
        }
    }

    private void operated(String verb, Optional<Long> version, AuditRecorded record) {
        if (verb.equals(HOLD) || verb.equals(PIN)) {
            OfProtection protection = new OfProtection(
                    verb.equals(HOLD),
                    version,
                    record.getRecordedAt().toEpochMilli(),
                    record.getFacts().getOrDefault("operator", ""),
                    record.getFacts().getOrDefault("reason", ""));
            protections.putIfAbsent(name(verb.equals(HOLD), version), protection);
        } else if (verb.equals(RELEASE) || verb.equals(UNPIN)) {
            protections.remove(name(verb.equals(RELEASE), version));
        }
    }

    private static String name(boolean hold, Optional<Long> version) {
        return hold + " " + version;
    }

    /**
     * What a rebuilt ledger has to know.
     *
     * @param decides whose verdict lets older versions go
     */
    List<Fact> facts(
            List<ModelVersionPublished> versions,
            List<Placed<UnlearningVerified>> verdicts,
            List<RequestStatusChanged> statuses,
            VerifiedWhen decides) {
        List<UnlearningVerified> given = verdicts.stream().map(Placed::event).toList();
        DoubtTold doubts = new DoubtTold(versions, given);
        List<Fact> facts = new ArrayList<>();
        for (int index = 0; index < versions.size(); index++) {
            ModelVersionPublished version = versions.get(index);
            if (!purged.contains(version.getVersion())) {
                facts.add(new OfStored(
                        version.getVersion(),
                        version.getContentHash(),
                        doubts.failed(version.getVersion()),
                        forgotten(versions.subList(index + 1, versions.size()), doubts, decides)
                                .or(() -> nothingHeld(version.getVersion(), versions, statuses))));
            }
        }
        facts.addAll(protections.values());
        return facts;
    }

    private static Optional<Forgetting> forgotten(
            List<ModelVersionPublished> later, DoubtTold doubts, VerifiedWhen decides) {
        return later.stream()
                .filter(version -> version.getOperation() == Operation.UNLEARNED)
                .findFirst()
                .map(version -> new Forgetting(
                        version.getVersion(),
                        version.getContentHash(),
                        version.getPublishedAt().toEpochMilli(),
                        doubts.passed(version.getVersion(), decides)
                                .map(verdict -> verdict.getVerifiedAt().toEpochMilli()),
                        version.getRequestIds(),
                        version.getRequestCount()));
    }

    /** A later head held nothing of what a request names, and this one may: the purge looks into it. */
    private static Optional<Forgetting> nothingHeld(
            long version, List<ModelVersionPublished> versions, List<RequestStatusChanged> statuses) {
        List<RequestStatusChanged> answered = statuses.stream()
                .filter(status -> isAnswered(status, version, versions.size()))
                .sorted(Comparator.comparing(ErasureEvidence::answeredAt))
                .toList();
        return answered.stream().findFirst().map(first -> {
            ModelVersionPublished head = versions.get(Math.toIntExact(first.getModelVersion()) - 1);
            List<String> ids =
                    answered.stream().map(RequestStatusChanged::getRequestId).toList();
            long at = answeredAt(first).toEpochMilli();
            return new Forgetting(
                    head.getVersion(),
                    head.getContentHash(),
                    at,
                    Optional.of(at),
                    ids.subList(0, Math.min(IDS_NAMED, ids.size())),
                    ids.size());
        });
    }

    private static boolean isAnswered(RequestStatusChanged status, long after, int published) {
        return status.getReasonCode() == ReasonCode.NOTHING_HELD
                && !status.getTransitions().isEmpty()
                && Optional.ofNullable(status.getModelVersion())
                        .filter(version -> version > after && version <= published)
                        .isPresent();
    }

    private static Instant answeredAt(RequestStatusChanged status) {
        return status.getTransitions().get(status.getTransitions().size() - 1).getAt();
    }
}
