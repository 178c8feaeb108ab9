/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

class ErasureStateCodecTest extends CodecContract<ErasureState> {
    @Override
    protected BinaryCodec<ErasureState> codec() {
        return ErasureCodecs.ERASURE_STATE;
    }

    @Override
    protected Arbitrary<ErasureState> arbitrary() {
        return Combinators.combine(Values.optional(Values.longs()), Values.optional(Values.longs()))
                .as(ErasureState::new);
    }

    @Override
    protected ErasureState golden() {
        return new ErasureState(Optional.of(17L), Optional.of(1_768_640_400_000L));
    }

    @Override
    protected String goldenFile() {
        return "erasure-state-1.bin";
    }
}
