/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

class ProtectionCodecTest extends CodecContract<Protection> {
    @Override
    protected BinaryCodec<Protection> codec() {
        return ErasureCodecs.PROTECTION;
    }

    @Override
    protected Arbitrary<Protection> arbitrary() {
        return Combinators.combine(Arbitraries.of(true, false), Values.longs(), Values.texts(), Values.texts())
                .as(Protection::new);
    }

    @Override
    protected Protection golden() {
        return new Protection(true, 1_768_640_400_000L, "legal", "Case 12.");
    }

    @Override
    protected String goldenFile() {
        return "protection-1.bin";
    }
}
