/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestKind;
import io.expunge.events.RequestState;
import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import io.expunge.processor.command.LedgerSeed.Fact;
import io.expunge.processor.command.LedgerSeed.OfBatch;
import io.expunge.processor.command.LedgerSeed.OfRemembered;
import io.expunge.processor.command.LedgerSeed.OfRequest;
import io.expunge.processor.command.LedgerSeed.OfReturns;
import io.expunge.processor.command.LedgerSeed.OfVersion;
import io.expunge.processor.command.LedgerSeed.Owed;
import io.expunge.processor.command.LedgerSeed.Standing;
import io.expunge.processor.command.LedgerSeed.Step;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

class SeedCodecTest extends CodecContract<Command> {
    @Override
    protected BinaryCodec<Command> codec() {
        return new CommandCodec();
    }

    @Override
    protected Arbitrary<Command> arbitrary() {
        Arbitrary<LedgerSeed> seeds = Combinators.combine(Values.texts(), Values.longs(), Values.texts(), facts())
                .as(LedgerSeed::new);
        return Combinators.combine(Values.longs(), seeds).as(Command.Seed::new);
    }

    private static Arbitrary<Fact> facts() {
        Arbitrary<List<Pseudonym>> pseudonyms = Combinators.combine(Values.longs(), Values.longs())
                .as(Pseudonym::new)
                .list()
                .ofMaxSize(4);
        return Arbitraries.oneOf(
                Combinators.combine(
                                Values.texts().list().ofMaxSize(4),
                                Values.texts().list().ofMaxSize(4),
                                Values.longs(),
                                Values.texts(),
                                Values.longs(),
                                Values.optional(Combinators.combine(Values.longs(), Values.texts(), Values.texts())
                                        .as(LedgerSeed.Halt::new)))
                        .as(Standing::new),
                requests(),
                Combinators.combine(Values.longs(), Values.texts()).as(OfVersion::new),
                Values.returns().map(OfReturns::new),
                Combinators.combine(Arbitraries.doubles(), Values.longs(), Arbitraries.of(true, false))
                        .as(LedgerSeed.OfReleases::new),
                Values.mendings().map(LedgerSeed.OfMending::new),
                Combinators.combine(Values.longs(), Values.texts(), Arbitraries.integers())
                        .as(OfBatch::new),
                Combinators.combine(pseudonyms, pseudonyms)
                        .as((documents, subjects) ->
                                new OfRemembered(new HonouredDeletions(documents, subjects, List.of()))),
                stored(),
                Combinators.combine(
                                Arbitraries.of(true, false),
                                Values.optional(Values.longs()),
                                Values.longs(),
                                Values.texts(),
                                Values.texts())
                        .as(LedgerSeed.OfProtection::new));
    }

    private static Arbitrary<LedgerSeed.OfStored> stored() {
        Arbitrary<LedgerSeed.Forgetting> forgotten = Combinators.combine(
                        Values.longs(),
                        Values.texts(),
                        Values.longs(),
                        Values.optional(Values.longs()),
                        Values.texts().list().ofMaxSize(3),
                        Arbitraries.integers())
                .as(LedgerSeed.Forgetting::new);
        return Combinators.combine(
                        Values.longs(), Values.texts(), Arbitraries.of(true, false), Values.optional(forgotten))
                .as(LedgerSeed.OfStored::new);
    }

    private static Arbitrary<OfRequest> requests() {
        Arbitrary<Step> steps = Combinators.combine(
                        Arbitraries.of(RequestState.class),
                        Values.longs(),
                        Arbitraries.of(ReasonCode.class),
                        Values.texts())
                .as(Step::new);
        return Combinators.combine(
                        Values.texts(),
                        Arbitraries.of(RequestKind.class),
                        Values.optional(Values.texts()),
                        Values.optional(Values.longs()),
                        steps.list().ofMaxSize(4),
                        Values.optional(Values.texts()),
                        Arbitraries.integers(),
                        Arbitraries.of(Owed.class))
                .as((id, kind, caseId, number, told, batch, place, owed) -> new OfRequest(
                        id, kind, caseId, number, place, told, batch, number, number.map(Long::intValue), place, owed));
    }

    @Override
    protected Command golden() {
        return new Command.Seed(
                1_768_640_400_000L,
                new LedgerSeed(
                        "news",
                        3,
                        "12".repeat(32),
                        new OfRequest(
                                "00000000-0000-0000-0000-000000000007",
                                RequestKind.DOCUMENT_REMOVAL,
                                Optional.of("case-9"),
                                Optional.of(1_771_232_400_000L),
                                41,
                                List.of(
                                        new Step(RequestState.RECEIVED, 1_768_640_400_000L, ReasonCode.NONE, "In."),
                                        new Step(RequestState.APPLIED, 1_768_640_400_001L, ReasonCode.NONE, "Done.")),
                                Optional.of("34".repeat(32)),
                                Optional.of(3L),
                                Optional.of(20),
                                0,
                                Owed.NOTHING)));
    }

    @Override
    protected String goldenFile() {
        return "command-seed-1.bin";
    }

    @Override
    protected int newestVersion() {
        return 2;
    }

    @Override
    protected String newestGoldenFile() {
        return "command-seed-2.bin";
    }
}
