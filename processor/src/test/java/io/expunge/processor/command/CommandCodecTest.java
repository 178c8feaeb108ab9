/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.request.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

class CommandCodecTest extends CodecContract<Command> {
    @Override
    protected BinaryCodec<Command> codec() {
        return new CommandCodec();
    }

    @Override
    protected Arbitrary<Command> arbitrary() {
        return Arbitraries.oneOf(
                Values.longs().map(Command.Wake::new),
                Values.longs().map(Command.Tick::new),
                Combinators.combine(Values.longs(), Values.texts()).as(Command.Continue::new),
                Combinators.combine(Values.longs(), Values.texts(), Values.texts(), Values.texts(), outcomes())
                        .as(Command.JobDone::new),
                orders(),
                purges());
    }

    private static Arbitrary<Command> purges() {
        Arbitrary<List<String>> hashes = Values.texts().list().ofMaxSize(3);
        Arbitrary<List<Command.Erased>> erased = Combinators.combine(
                        Values.texts(), Arbitraries.integers(), Values.longs())
                .as(Command.Erased::new)
                .list()
                .ofMaxSize(3);
        return Arbitraries.oneOf(
                Combinators.combine(Values.longs(), Values.texts(), Values.longs())
                        .as(Command.PurgeIntended::new),
                Combinators.combine(
                                Values.longs(),
                                Values.texts(),
                                Values.longs(),
                                erased,
                                hashes,
                                hashes,
                                Arbitraries.integers())
                        .as(Command.PurgeDone::new));
    }

    private static Arbitrary<Command> orders() {
        Arbitrary<String> ids =
                Combinators.combine(Values.longs(), Values.longs()).as((high, low) -> new UUID(high, low).toString());
        Arbitrary<String> names = Values.texts().map(text -> "x" + text.replaceAll("[\\p{Cntrl}\u2028\u2029]", ""));
        Arbitrary<OperatorVerb> verbs = Arbitraries.oneOf(
                Combinators.combine(ids, Arbitraries.of(true, false)).as(OperatorVerb.Retry::new),
                ids.map(OperatorVerb.Abandon::new),
                Arbitraries.of(new OperatorVerb.Pause(), new OperatorVerb.Resume()),
                Arbitraries.longs().greaterOrEqual(1).map(OperatorVerb.Rollback::new),
                names.map(OperatorVerb.ReinstateClass::new),
                Values.optional(versions()).map(OperatorVerb.Hold::new),
                Values.optional(versions()).map(OperatorVerb.Release::new),
                versions().map(OperatorVerb.Pin::new),
                versions().map(OperatorVerb.Unpin::new));
        return Combinators.combine(Arbitraries.longs().between(0, 1L << 45), ids, names, names, names, verbs)
                .as((at, id, model, operator, reason, verb) ->
                        new Command.Operated(at, new OperatorOrder(id, model, operator, reason, verb)));
    }

    private static Arbitrary<Long> versions() {
        return Arbitraries.longs().greaterOrEqual(1);
    }

    private static Arbitrary<Outcome> outcomes() {
        Arbitrary<List<Served>> served = Values.served().list().ofMaxSize(4);
        return Arbitraries.oneOf(
                Combinators.combine(Values.drafts(), served).as(Outcome.Produced::new),
                served.map(Outcome.NothingToDo::new),
                Values.reasons().map(Outcome.Failed::new),
                Values.reasons().map(Outcome.Refused::new));
    }

    @Override
    protected Command golden() {
        return done(Values.draft());
    }

    @Override
    protected int newestVersion() {
        return 2;
    }

    /** Drafts name their schema, so that a changed contract changes the bytes and not the version of the format. */
    @Override
    protected Command newestGolden() {
        return done(
                ModelVersionPublished.newBuilder(Values.draft()).setRepairs(2L).build());
    }

    @Example
    void whatWasWrittenBeforeVersionsWereRepairedIsRead() throws IOException {
        try (InputStream in = CommandCodecTest.class.getResourceAsStream("/golden/command-1-rolled-back.bin")) {
            assertThat(codec().decode(in.readAllBytes()))
                    .isEqualTo(done(ModelVersionPublished.newBuilder(Values.draft())
                            .setRolledBackTo(2L)
                            .build()));
        }
    }

    @Override
    protected String newestGoldenFile() {
        return "command-2-repairs.bin";
    }

    private static Command done(ModelVersionPublished draft) {
        List<Served> served = List.of(
                new Served("00000000-0000-0000-0000-000000000007", 20, Optional.empty()),
                new Served(
                        "00000000-0000-0000-0000-000000000008",
                        0,
                        Optional.of(new Reason(ReasonCode.NOTHING_HELD, "Nothing of it."))));
        return new Command.JobDone(
                1_768_640_400_000L, "news", "12".repeat(32), "34".repeat(32), new Outcome.Produced(draft, served));
    }

    @Override
    protected String goldenFile() {
        return "command-1.bin";
    }
}
