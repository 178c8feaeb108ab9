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
 * @param baseHash the artifact before the first version that the awaited verdict covers
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
                    .writeOptionalLong(standing.failedAtGate());
        }

        /** Version 1 let go of what a verdict covered, however that ended. */
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
            return new VersionStanding(number, hash, base, from, awaited, open, failed, checkedAt);
        }
    };

    VersionStanding awaiting(VerificationStage stage) {
        return new VersionStanding(
                version, contentHash, baseHash, coversFrom, Optional.of(stage), open, failedAtGate, checkedAt);
    }

    /** A thorough verdict passed: all versions so far have theirs, and the next covers this one alone. */
    VersionStanding passed(long at) {
        return new VersionStanding(
                version, contentHash, Optional.empty(), version, Optional.empty(), false, Optional.empty(), at);
    }

    /** A thorough verdict failed, or there was none to give: the next covers the same versions again. */
    VersionStanding leftOpen(long at) {
        return new VersionStanding(
                version, contentHash, baseHash, coversFrom, Optional.empty(), true, failedAtGate, at);
    }
}
