/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

class StoredVersionCodecTest extends CodecContract<StoredVersion> {
    @Override
    protected BinaryCodec<StoredVersion> codec() {
        return ErasureCodecs.STORED_VERSION;
    }

    @Override
    protected Arbitrary<StoredVersion> arbitrary() {
        Arbitrary<StoredVersion.Forgotten> forgotten = Combinators.combine(
                        Values.longs(),
                        Values.texts(),
                        Values.longs(),
                        Values.optional(Values.longs()),
                        Values.texts().list().ofMaxSize(4),
                        Arbitraries.integers())
                .as(StoredVersion.Forgotten::new);
        return Combinators.combine(
                        Values.longs(),
                        Values.texts(),
                        Arbitraries.of(true, false),
                        Values.optional(forgotten),
                        Values.optional(Values.texts().list().ofMaxSize(4)))
                .as((version, hash, failed, before, classes) ->
                        new StoredVersion(version, hash, failed, before, classes));
    }

    @Override
    protected StoredVersion golden() {
        return new StoredVersion(
                3,
                "ab".repeat(32),
                true,
                Optional.of(new StoredVersion.Forgotten(
                        4,
                        "cd".repeat(32),
                        1_768_640_400_000L,
                        Optional.of(1_768_640_400_007L),
                        List.of("00000000-0000-0000-0000-000000000007"),
                        1)));
    }

    @Override
    protected String goldenFile() {
        return "stored-version-1.bin";
    }

    @Override
    protected int newestVersion() {
        return 2;
    }

    @Override
    protected StoredVersion newestGolden() {
        return new StoredVersion(
                3, "ab".repeat(32), true, golden().forgotten(), Optional.of(List.of("science", "sport")));
    }

    @Override
    protected String newestGoldenFile() {
        return "stored-version-2.bin";
    }
}
