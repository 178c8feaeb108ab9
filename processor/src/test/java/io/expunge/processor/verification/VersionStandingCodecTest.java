/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.verification;

import io.expunge.events.VerificationStage;
import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

class VersionStandingCodecTest extends CodecContract<VersionStanding> {
    /** What is noted to compare with. */
    private record Bases(Optional<String> base, Optional<String> ownBase) {}

    @Override
    protected BinaryCodec<VersionStanding> codec() {
        return VersionStanding.CODEC;
    }

    @Override
    protected Arbitrary<VersionStanding> arbitrary() {
        return Combinators.combine(
                        Values.longs(),
                        Values.texts(),
                        Combinators.combine(
                                        Values.texts().optional(),
                                        Values.texts().optional())
                                .as(Bases::new),
                        Values.longs(),
                        Arbitraries.of(VerificationStage.class).optional(),
                        Arbitraries.of(true, false),
                        Values.longs().optional(),
                        Values.longs())
                .as((version, hash, bases, from, awaited, open, failed, checkedAt) -> new VersionStanding(
                        version, hash, bases.base(), bases.ownBase(), from, awaited, open, failed, checkedAt));
    }

    /** Its file names a base too, of which nothing tells whether only unlearnings lead from it. */
    @Override
    protected VersionStanding golden() {
        return new VersionStanding(
                7,
                "ab".repeat(32),
                Optional.empty(),
                Optional.empty(),
                5,
                Optional.of(VerificationStage.DEEP),
                true,
                Optional.empty(),
                1_768_640_400_000L);
    }

    @Override
    protected int newestVersion() {
        return 2;
    }

    @Override
    protected VersionStanding newestGolden() {
        return new VersionStanding(
                7,
                "ab".repeat(32),
                Optional.of("cd".repeat(32)),
                Optional.of("ef".repeat(32)),
                5,
                Optional.empty(),
                true,
                Optional.of(6L),
                1_768_640_400_000L);
    }

    @Override
    protected String newestGoldenFile() {
        return "version-standing-2.bin";
    }

    @Override
    protected String goldenFile() {
        return "version-standing-1.bin";
    }
}
