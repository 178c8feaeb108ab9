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
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

class RequestRowCodecTest extends CodecContract<RequestRow> {
    @Override
    protected BinaryCodec<RequestRow> codec() {
        return ModelCodecs.REQUEST_ROW;
    }

    @Override
    protected Arbitrary<RequestRow> arbitrary() {
        Arbitrary<RequestRow.Transition> transitions = Combinators.combine(
                        Values.states(), Values.longs(), Arbitraries.of(ReasonCode.class), Values.texts())
                .as(RequestRow.Transition::new);
        return Combinators.combine(
                        Values.entries(),
                        Values.longs(),
                        transitions.list().ofMaxSize(4),
                        Values.optional(Values.texts()),
                        Values.optional(Values.longs()),
                        Values.optional(Arbitraries.integers()),
                        Values.optional(Values.texts()))
                .as(RequestRow::new);
    }

    @Override
    protected RequestRow golden() {
        List<RequestRow.Transition> transitions = List.of(
                new RequestRow.Transition(RequestState.RECEIVED, 1_768_640_400_000L, ReasonCode.NONE, "Taken in."),
                new RequestRow.Transition(RequestState.BATCHED, 1_768_640_400_100L, ReasonCode.NONE, "In a batch."));
        return new RequestRow(
                Values.REQUEST,
                5,
                transitions,
                Optional.of("ef".repeat(32)),
                Optional.of(8L),
                Optional.of(20),
                Optional.empty());
    }

    @Override
    protected String goldenFile() {
        return "request-row-1.bin";
    }

    @Override
    protected int newestVersion() {
        return 2;
    }

    @Override
    protected RequestRow newestGolden() {
        return golden().withLossAcceptedBy(Optional.of("privacy-desk"));
    }

    @Override
    protected String newestGoldenFile() {
        return "request-row-2.bin";
    }
}
