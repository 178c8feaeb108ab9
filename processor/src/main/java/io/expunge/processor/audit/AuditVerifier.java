/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import io.expunge.store.VerificationKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks one model's audit chain, record by record in the order in which they stand, and names the first that is wrong:
 * changed, missing, out of place, from another chain, or signed by nobody who may. Asks nobody anything. Not thread safe.
 *
 * <p>What a chain alone cannot show is that its end was cut: {@link #mustHold} takes hashes that are known from elsewhere,
 * those in version events above all.
 */
public final class AuditVerifier {
    private final String modelId;
    private final Set<VerificationKey> trusted;
    private final Beginning beginning;
    private final Set<String> hashes = new HashSet<>();
    private final Set<String> keyIds = new LinkedHashSet<>();
    private final Map<String, String> expected = new LinkedHashMap<>();
    private Optional<AuditDefect> defect = Optional.empty();
    private Optional<Unsigned> unsigned = Optional.empty();
    private long records;
    private long first;
    private long last;
    private String head = AuditEntry.GENESIS;
    private int checkpoints;
    private long signedUpTo;

    /** The first record since the newest checkpoint that should not stand unsigned. */
    private record Unsigned(long sequence, String where, String kind) {}

    /** With which record a chain may begin. */
    private enum Beginning {
        FIRST,
        CHECKPOINT,
        ANY
    }

    private AuditVerifier(String modelId, Set<VerificationKey> trusted, Beginning beginning) {
        this.modelId = modelId;
        this.trusted = Set.copyOf(trusted);
        this.beginning = beginning;
    }

    /**
     * Checks a whole chain.
     *
     * @param trusted the keys that may sign; empty to take any key, and to take a chain that nobody signed
     */
    public static AuditVerifier ofWhole(String modelId, Set<VerificationKey> trusted) {
        return new AuditVerifier(modelId, trusted, Beginning.FIRST);
    }

    /** Checks a chain that begins with its first record or with a checkpoint, whose signature stands for all before. */
    public static AuditVerifier ofPart(String modelId, Set<VerificationKey> trusted) {
        return new AuditVerifier(modelId, trusted, Beginning.CHECKPOINT);
    }

    /** Checks the end of a chain, whatever stands before it. */
    public static AuditVerifier ofEnd(String modelId, Set<VerificationKey> trusted) {
        return new AuditVerifier(modelId, trusted, Beginning.ANY);
    }

    /**
     * Takes the next record.
     *
     * @param where where it stands, for people
     */
    public void take(AuditEntry entry, String where) {
        records++;
        if (defect.isPresent()) {
            return;
        }
        defect = wrong(entry, where);
        if (defect.isEmpty()) {
            accept(entry, where);
        }
    }

    /** Says that the chain stops being readable here; nothing behind it is looked at. */
    public void unreadable(String where, String sentence) {
        records++;
        if (defect.isEmpty()) {
            defect = defect(last + 1, where, sentence);
        }
    }

    /**
     * Says that a record must be there.
     *
     * @param hash the record's hash
     * @param what why, for people: {@code the record of version 3}
     */
    public void mustHold(String hash, String what) {
        expected.putIfAbsent(hash, what);
    }

    /** The result; call it when all is told. */
    public AuditReport report() {
        return new AuditReport(
                modelId,
                records,
                first,
                last,
                head,
                checkpoints,
                signedUpTo,
                List.copyOf(keyIds),
                defect.or(this::cutOff).or(this::unsignedEnd));
    }

    private Optional<AuditDefect> wrong(AuditEntry entry, String where) {
        if (!entry.modelId().equals(modelId)) {
            return defect(last + 1, where, "is a record of model '" + entry.modelId() + "'");
        }
        return outOfPlace(entry, where).or(() -> changed(entry, where)).or(() -> badlySigned(entry, where));
    }

    private Optional<AuditDefect> outOfPlace(AuditEntry entry, String where) {
        if ((first == 0 && mayBegin(entry)) || entry.sequence() == last + 1) {
            return Optional.empty();
        }
        return defect(
                entry.sequence() > last ? last + 1 : entry.sequence(),
                where,
                entry.sequence() > last
                        ? "record " + (last + 1) + " is missing: record " + entry.sequence() + " stands in its place"
                        : "record " + entry.sequence() + " stands again, or out of its order, where record "
                                + (last + 1) + " is due");
    }

    private boolean mayBegin(AuditEntry entry) {
        return beginning == Beginning.ANY
                || (beginning == Beginning.CHECKPOINT && entry.kind().equals(Checkpoint.KIND));
    }

    private Optional<AuditDefect> changed(AuditEntry entry, String where) {
        if (entry.kind().equals("UNKNOWN")) {
            return defect(
                    entry.sequence(),
                    where,
                    "record " + entry.sequence()
                            + " is of a kind that this release does not know; check it with the release that wrote it");
        }
        if (!entry.isIntact()) {
            return defect(
                    entry.sequence(),
                    where,
                    "record " + entry.sequence() + " was changed: its hash is not that of its content");
        }
        boolean begins = first == 0 && entry.sequence() != 1;
        return begins || entry.previousHash().equals(head)
                ? Optional.empty()
                : defect(
                        entry.sequence(),
                        where,
                        "record " + entry.sequence() + " does not follow from "
                                + (last == 0 ? "an empty chain" : "record " + last)
                                + ": one of the two was replaced");
    }

    private Optional<AuditDefect> badlySigned(AuditEntry entry, String where) {
        if (!entry.kind().equals(Checkpoint.KIND)) {
            return Optional.empty();
        }
        Optional<Checkpoint> checkpoint = Checkpoint.of(entry);
        boolean signed = checkpoint
                .filter(Checkpoint::isSigned)
                .filter(read ->
                        read.sequence() == entry.sequence() - 1 && read.head().equals(entry.previousHash()))
                .isPresent();
        if (!signed) {
            return defect(
                    entry.sequence(),
                    where,
                    "the signature of checkpoint " + entry.sequence()
                            + " is not one of what stands before it: a record from " + Math.max(1, signedUpTo + 1)
                            + " to " + entry.sequence() + " was written anew");
        }
        VerificationKey key = checkpoint.get().key();
        return trusted.isEmpty() || trusted.contains(key)
                ? Optional.empty()
                : defect(
                        entry.sequence(),
                        where,
                        "checkpoint " + entry.sequence() + " is signed with key " + key.id()
                                + ", which is none of those you trust");
    }

    private void accept(AuditEntry entry, String where) {
        first = first == 0 ? entry.sequence() : first;
        last = entry.sequence();
        head = entry.hash();
        hashes.add(head);
        Optional<Checkpoint> checkpoint = Checkpoint.of(entry);
        if (checkpoint.isPresent()) {
            checkpoints++;
            signedUpTo = last - 1;
            unsigned = Optional.empty();
            hashes.add(entry.previousHash());
            keyIds.add(checkpoint.get().key().id());
        } else if (unsigned.isEmpty() && CheckpointSigner.isSignedAtOnce(entry.kind())) {
            unsigned = Optional.of(new Unsigned(last, where, entry.kind()));
        }
    }

    private Optional<AuditDefect> cutOff() {
        return expected.entrySet().stream()
                .filter(wanted -> !hashes.contains(wanted.getKey()))
                .findFirst()
                .flatMap(wanted -> defect(
                        last + 1,
                        "after record " + last,
                        wanted.getValue() + " is missing: the chain ends with record " + last
                                + ", so its end was cut off, or it is not the chain it was"));
    }

    /** Whoever names keys wants signatures: a tail that was written anew must not pass by leaving them out. */
    private Optional<AuditDefect> unsignedEnd() {
        if (trusted.isEmpty()) {
            return Optional.empty();
        }
        if (checkpoints == 0) {
            return defect(last, "record " + last, "no record is signed with a key you trust");
        }
        return unsigned.flatMap(found -> defect(
                found.sequence(),
                found.where(),
                "record " + found.sequence() + " (" + found.kind()
                        + ") is followed by no signed checkpoint, which such a record always is"));
    }

    private Optional<AuditDefect> defect(long sequence, String where, String sentence) {
        return Optional.of(new AuditDefect(modelId, sequence, where, sentence));
    }
}
