/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import io.expunge.processor.command.Doubt;
import io.expunge.processor.command.Mending;
import io.expunge.processor.command.QueuedRollback;
import io.expunge.processor.command.Reinstatement;
import io.expunge.processor.command.Repair;
import io.expunge.processor.command.Returns;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

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
                .flatMap(state -> pauses().optional().map(state::withPause))
                .flatMap(state -> Values.returns().map(state::withReturns))
                .flatMap(state -> accounts().map(state::withAccount))
                .flatMap(state -> Values.mendings().map(state::withMending));
    }

    @Override
    protected ModelState golden() {
        return ModelState.unpublished()
                .withHead(7, "ab".repeat(32), List.of("culture", "health"), List.of("sport"))
                .withAudit(9, "cd".repeat(32))
                .withArrival()
                .withInFlight(Optional.of(
                        new BatchInFlight("ef".repeat(32), BatchInFlight.Kind.REQUESTS, "hessian-reassignment", 3)))
                .withBatchLimit(500)
                .withOutbox(4, 6);
    }

    @Override
    protected String goldenFile() {
        return "model-state-1.bin";
    }

    @Override
    protected int newestVersion() {
        return 4;
    }

    @Override
    protected ModelState newestGolden() {
        return third().withMending(new Mending(
                        Mending.Origin.FORGETTING,
                        Optional.of(new Repair(6, 7, "attack.pooled.retained", Repair.Phase.QUEUED, 0)),
                        Optional.of(new Doubt(7, true, "attack.pooled.retained"))))
                .withAccount(ReleaseAccount.told(0.25, 3, true));
    }

    private ModelState third() {
        QueuedRollback rollback =
                new QueuedRollback("00000000-0000-0000-0000-000000000009", "privacy-desk", "Version 6 is poor.", 5);
        return second().withReturns(
                        new Returns(Optional.of(rollback), Optional.of(4L), List.of(new Reinstatement("sport", 3))));
    }

    @Example
    void theSecondVersionIsReadForEver() throws IOException {
        try (InputStream in = ModelStateCodecTest.class.getResourceAsStream("/golden/model-state-2.bin")) {
            assertThat(codec().decode(in.readAllBytes())).isEqualTo(second());
        }
    }

    @Example
    void theThirdVersionIsReadForEver() throws IOException {
        try (InputStream in = ModelStateCodecTest.class.getResourceAsStream("/golden/model-state-3.bin")) {
            assertThat(codec().decode(in.readAllBytes())).isEqualTo(third());
        }
    }

    private ModelState second() {
        return golden().withPause(Optional.of(new Pause(1_768_640_400_000L, "privacy-desk", "Audit of the store.")));
    }

    @Override
    protected String newestGoldenFile() {
        return "model-state-4.bin";
    }

    private static Arbitrary<ReleaseAccount> accounts() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 100),
                        Arbitraries.longs().between(0, 1000),
                        Arbitraries.of(true, false))
                .as(ReleaseAccount::told);
    }

    private static Arbitrary<Pause> pauses() {
        return Combinators.combine(Values.longs(), Values.texts(), Values.texts())
                .as(Pause::new);
    }

    private static Arbitrary<BatchInFlight> batches() {
        return Combinators.combine(
                        Values.texts(),
                        Arbitraries.of(BatchInFlight.Kind.values()),
                        Values.texts(),
                        Arbitraries.integers())
                .as(BatchInFlight::new);
    }
}
