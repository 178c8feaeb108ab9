/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.verification;

import io.expunge.events.VerificationStage;
import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;
import java.util.Optional;

/**
 * Where the checks of a model's newest version stand.
 *
 * @param contentHash its artifact
 * @param baseHash what the awaited verdict compares with: the artifact before the first version it covers, or that version's
 *     own where it is no unlearning; empty where one that is none came behind versions that are open, or nobody noted it
 * @param ownBaseHash what a verdict on this version alone compares with
 * @param coversFrom the first version that the awaited verdict covers
 * @param awaited the stage whose checks are under way; empty when none is
 * @param open whether no thorough verdict on the versions from there on has passed, though one was given or is awaited: the
 *     next one covers them too
 * @param failedAtGate the first version that failed at the gate, if no verdict that covers it has passed since
 * @param checkedAt when it was last checked, or published, in milliseconds since the epoch
 */
record VersionStanding(
        long version,
        String contentHash,
        Optional<String> baseHash,
        Optional<String> ownBaseHash,
        long coversFrom,
        Optional<VerificationStage> awaited,
        boolean open,
        Optional<Long> failedAtGate,
        long checkedAt) {

    static final BinaryCodec<VersionStanding> CODEC = new BinaryCodec<>() {
        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(BinaryWriter out, VersionStanding standing) {
            out.writeLong(standing.version())
                    .writeString(standing.contentHash())
                    .writeOptionalString(standing.baseHash())
                    .writeLong(standing.coversFrom())
                    .writeOptionalString(standing.awaited().map(VerificationStage::name))
                    .writeLong(standing.checkedAt())
                    .writeBoolean(standing.open())
                    .writeOptionalLong(standing.failedAtGate())
                    .writeOptionalString(standing.ownBaseHash());
        }

        /**
         * Version 1 let go of what a verdict covered, however that ended. Its base may stand before a registration, which
         * nothing here tells, so that it is left to be looked for in the store.
         */
        @Override
        public VersionStanding read(BinaryReader in, int version) {
            long number = in.readLong();
            String hash = in.readString();
            Optional<String> base = in.readOptionalString();
            long from = in.readLong();
            Optional<VerificationStage> awaited = in.readOptional(reader -> reader.readEnum(VerificationStage.class));
            long checkedAt = in.readLong();
            boolean open = version < 2 ? awaited.equals(Optional.of(VerificationStage.DEEP)) : in.readBoolean();
            Optional<Long> failed = version < 2 ? Optional.empty() : in.readOptionalLong();
            Optional<String> ownBase = version < 2 ? Optional.empty() : in.readOptionalString();
            Optional<String> known = base.filter(noted -> version >= 2);
            return new VersionStanding(number, hash, known, ownBase, from, awaited, open, failed, checkedAt);
        }
    };

    VersionStanding awaiting(VerificationStage stage) {
        return with(Optional.of(stage), open, checkedAt);
    }

    /** A thorough verdict passed: all versions so far have theirs, and the next covers this one alone. */
    VersionStanding passed(long at) {
        return new VersionStanding(
                version, contentHash, ownBaseHash, ownBaseHash, version, Optional.empty(), false, Optional.empty(), at);
    }

    /** A thorough verdict failed: the next covers the same versions again. */
    VersionStanding leftOpen(long at) {
        return with(Optional.empty(), true, at);
    }

    /** There was no verdict to give: the checks stay awaited, so that they are made when there is room for them. */
    VersionStanding stillAwaited(long at) {
        return with(awaited, true, at);
    }

    private VersionStanding with(Optional<VerificationStage> newAwaited, boolean newOpen, long newCheckedAt) {
        return new VersionStanding(
                version,
                contentHash,
                baseHash,
                ownBaseHash,
                coversFrom,
                newAwaited,
                newOpen,
                failedAtGate,
                newCheckedAt);
    }

    /** Whether an unlearning awaits a thorough verdict that passes. */
    boolean isUnlearningOpen() {
        return open && !baseHash.equals(Optional.of(contentHash));
    }
}
