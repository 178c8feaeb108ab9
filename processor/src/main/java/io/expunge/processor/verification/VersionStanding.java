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
 * @param checkedAt when it was last checked, or published, in milliseconds since the epoch
 */
record VersionStanding(
        long version,
        String contentHash,
        Optional<String> baseHash,
        long coversFrom,
        Optional<VerificationStage> awaited,
        long checkedAt) {

    static final BinaryCodec<VersionStanding> CODEC = new BinaryCodec<>() {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(BinaryWriter out, VersionStanding standing) {
            out.writeLong(standing.version())
                    .writeString(standing.contentHash())
                    .writeOptionalString(standing.baseHash())
                    .writeLong(standing.coversFrom())
                    .writeOptionalString(standing.awaited().map(VerificationStage::name))
                    .writeLong(standing.checkedAt());
        }

        @Override
        public VersionStanding read(BinaryReader in, int version) {
            return new VersionStanding(
                    in.readLong(),
                    in.readString(),
                    in.readOptionalString(),
                    in.readLong(),
                    in.readOptional(reader -> reader.readEnum(VerificationStage.class)),
                    in.readLong());
        }
    };

    VersionStanding awaiting(VerificationStage stage) {
        return new VersionStanding(version, contentHash, baseHash, coversFrom, Optional.of(stage), checkedAt);
    }

    /** All versions so far have their verdict; the next covers this one alone. */
    VersionStanding checked(long at) {
        return new VersionStanding(version, contentHash, Optional.empty(), version, Optional.empty(), at);
    }
}
