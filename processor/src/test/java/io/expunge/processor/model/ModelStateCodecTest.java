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

class ModelStateCodecTest extends CodecContract<ModelState> {
    @Override
    protected BinaryCodec<ModelState> codec() {
        return ModelCodecs.MODEL_STATE;
    }

    @Override
    protected Arbitrary<ModelState> arbitrary() {
        Arbitrary<ModelState> plain = Combinators.combine(
                        Values.longs(),
                        Values.texts(),
                        Values.texts().list().ofMaxSize(5),
                        Values.texts().list().ofMaxSize(5),
                        Values.longs(),
                        Values.texts())
                .as((version, hash, classes, removed, sequence, audit) -> ModelState.unpublished()
                        .withHead(version, hash, classes, removed)
                        .withAudit(sequence, audit));
        return Combinators.combine(plain, batches().optional(), Arbitraries.integers(), Values.longs(), Values.longs())
                .as((state, batch, limit, first, next) -> state.withInFlight(batch)
                        .withBatchLimit(limit)
                        .withOutbox(first, next)
                        .withArrival())
                .flatMap(state -> pauses().optional().map(state::withPause));
    }

    @Override
    protected ModelState golden() {
        return ModelState.unpublished()
                .withHead(7, "ab".repeat(32), List.of("culture", "health"), List.of("sport"))
                .withAudit(9, "cd".repeat(32))
                .withArrival()
                .withInFlight(Optional.of(new BatchInFlight("ef".repeat(32), false, "hessian-reassignment", 3)))
                .withBatchLimit(500)
                .withOutbox(4, 6);
    }

    @Override
    protected String goldenFile() {
        return "model-state-1.bin";
    }

    @Override
    protected int newestVersion() {
        return 2;
    }

    @Override
    protected ModelState newestGolden() {
        return golden().withPause(Optional.of(new Pause(1_768_640_400_000L, "privacy-desk", "Audit of the store.")));
    }

    @Override
    protected String newestGoldenFile() {
        return "model-state-2.bin";
    }

    private static Arbitrary<Pause> pauses() {
        return Combinators.combine(Values.longs(), Values.texts(), Values.texts())
                .as(Pause::new);
    }

    private static Arbitrary<BatchInFlight> batches() {
        return Combinators.combine(Values.texts(), Arbitraries.of(true, false), Values.texts(), Arbitraries.integers())
                .as(BatchInFlight::new);
    }
}
