/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import io.expunge.processor.request.Reason;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

class OutboxEntryCodecTest extends CodecContract<OutboxEntry> {
    @Override
    protected BinaryCodec<OutboxEntry> codec() {
        return ModelCodecs.OUTBOX_ENTRY;
    }

    @Override
    protected Arbitrary<OutboxEntry> arbitrary() {
        return Combinators.combine(
                        Values.texts(),
                        Values.states(),
                        Values.longs(),
                        Values.longs(),
                        Values.reasons(),
                        Arbitraries.integers(),
                        Arbitraries.integers(),
                        Arbitraries.of(true, false))
                .as(OutboxEntry::new);
    }

    @Override
    protected OutboxEntry golden() {
        return new OutboxEntry(
                "ef".repeat(32),
                RequestState.APPLIED,
                1_768_640_400_000L,
                8,
                new Reason(ReasonCode.NONE, "Version 8 was made without it."),
                200,
                301,
                true);
    }

    @Override
    protected String goldenFile() {
        return "outbox-entry-1.bin";
    }
}
