/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.ReasonCode;
import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import io.expunge.processor.request.Reason;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

class BatchRowCodecTest extends CodecContract<BatchRow> {
    @Override
    protected BinaryCodec<BatchRow> codec() {
        return ModelCodecs.BATCH_ROW;
    }

    @Override
    protected Arbitrary<BatchRow> arbitrary() {
        return Combinators.combine(Values.texts(), Arbitraries.integers(), Values.optional(Values.reasons()))
                .as(BatchRow::new);
    }

    @Override
    protected BatchRow golden() {
        return new BatchRow(
                "00000000-0000-0000-0000-000000000007",
                20,
                Optional.of(new Reason(ReasonCode.PARTLY_HELD, "Not held: the ids at positions 2.")));
    }

    @Override
    protected String goldenFile() {
        return "batch-row-1.bin";
    }
}
