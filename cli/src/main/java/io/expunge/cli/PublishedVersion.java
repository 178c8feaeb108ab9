/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A version with everything the topics and the store say of it. Immutable.
 *
 * @param event what was announced
 * @param verdicts verifications of this version, oldest first
 * @param purge the receipt, if its artifact was erased
 * @param bytes size of its artifact's files, if this machine's store holds it
 * @param head whether it is its model's newest
 */
record PublishedVersion(
        ModelVersionPublished event,
        List<UnlearningVerified> verdicts,
        Optional<AuditRecorded> purge,
        OptionalLong bytes,
        boolean head) {
    private static final String ROLLED_BACK_TO = "rolledBackTo";
    private static final String REPAIRS = "repairs";

    PublishedVersion {
        verdicts = List.copyOf(verdicts);
    }

    long number() {
        return event.getVersion();
    }

    /** Where it stands, in the order of {@link VersionState}. */
    Set<VersionState> states() {
        Set<VersionState> states = EnumSet.of(head ? VersionState.HEAD : VersionState.SUPERSEDED);
        if (newestVerdicts().containsValue(Verdict.FAILED)) {
            states.add(VersionState.QUARANTINED);
        }
        if (purge.isPresent()) {
            states.add(VersionState.PURGED);
        }
        return states;
    }

    String stateWords() {
        return states().stream().map(VersionState::word).collect(Collectors.joining(", "));
    }

    /** A later look of the same kind overrules an earlier one. */
    private Map<VerificationStage, Verdict> newestVerdicts() {
        Map<VerificationStage, Verdict> newest = new EnumMap<>(VerificationStage.class);
        verdicts.forEach(verdict -> newest.put(verdict.getStage(), verdict.getVerdict()));
        return newest;
    }

    /** The version announced before it, if it was not the first. */
    Optional<Long> parent() {
        return Optional.ofNullable(event.getParent());
    }

    /** The earlier state that a rollback took up again. */
    Optional<Long> rolledBackTo() {
        // By name: events of writers that do not know the field have none.
        return Optional.ofNullable(event.getSchema().getField(ROLLED_BACK_TO))
                .map(field -> (Long) event.get(field.pos()));
    }

    /** The version whose failed verdict it was made for. */
    Optional<Long> repairs() {
        return Optional.ofNullable(event.getSchema().getField(REPAIRS)).map(field -> (Long) event.get(field.pos()));
    }

    /** How it was made, such as {@code UNLEARNED, repairs 4}. */
    String operationWords() {
        return event.getOperation()
                + rolledBackTo()
                        .map(target -> " to " + target)
                        .or(() -> repairs().map(failed -> ", repairs " + failed))
                        .orElse("");
    }

    /** The version whose state it was made of: what a tree hangs it under. */
    Optional<Long> origin() {
        return rolledBackTo().or(this::parent);
    }

    /** The event with what was joined to it, for programs. */
    ObjectNode json() {
        ObjectNode object = Json.of(event);
        object.set("verifications", Json.node(verdicts));
        ArrayNode words = object.putArray("states");
        states().forEach(state -> words.add(state.word()));
        object.set("artifactBytes", Json.node(bytes.isPresent() ? bytes.getAsLong() : null));
        object.set("purge", Json.node(purge.orElse(null)));
        return object;
    }
}
