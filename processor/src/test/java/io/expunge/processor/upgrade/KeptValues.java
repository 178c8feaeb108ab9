/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.upgrade;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestKind;
import io.expunge.events.RequestState;
import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.Values;
import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.JobDone;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.command.LedgerSeed;
import io.expunge.processor.command.LedgerSeed.Fact;
import io.expunge.processor.command.LedgerSeed.Owed;
import io.expunge.processor.command.OperatorVerb;
import io.expunge.processor.model.BatchRow;
import io.expunge.processor.model.ModelCodecs;
import io.expunge.processor.model.ModelState;
import io.expunge.processor.model.OutboxEntry;
import io.expunge.processor.model.Pause;
import io.expunge.processor.model.PublishedBatch;
import io.expunge.processor.model.RequestRow;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.request.IntakeEntryCodec;
import io.expunge.processor.request.Reason;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Orders;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One value of every kind that an internal codec of the first kept generation knows. Its bytes stand in
 * {@code kept/generation-1/values.txt}, written once by {@link #main}. What a later generation adds is added to a class of
 * its own, with a file of its own; a value here changes only where its constructor does.
 */
final class KeptValues {
    private static final long AT = 1_768_640_400_000L;
    private static final String ID = "00000000-0000-0000-0000-000000000007";
    private static final String BATCH = "ef".repeat(32);
    private static final String HASH = "ab".repeat(32);
    private static final List<Served> SERVED = List.of(
            new Served(ID, 20, Optional.empty()),
            new Served(ID, 0, Optional.of(new Reason(ReasonCode.NOTHING_HELD, "Nothing of it."))));

    private final Map<String, Kept<?>> values = new LinkedHashMap<>();

    private KeptValues() {}

    /** A value and the codec that writes it. */
    record Kept<T>(BinaryCodec<T> codec, T value) {
        String hex() {
            return HexFormat.of().formatHex(codec.encode(value));
        }

        T decode(String hex) {
            return codec.decode(HexFormat.of().parseHex(hex));
        }
    }

    /** Prints the file. */
    public static void main(String[] arguments) {
        all().forEach((name, kept) -> System.out.println(name + " " + kept.hex()));
    }

    /** All values by name. */
    static Map<String, Kept<?>> all() {
        KeptValues kept = new KeptValues();
        kept.entries();
        kept.commands();
        kept.orders();
        kept.seeds();
        kept.rows();
        return kept.values;
    }

    private void entries() {
        List.of(
                        new RemovalTarget.OfClass("Bücher \"und\" mehr"),
                        new RemovalTarget.OfDocuments(List.of(new Pseudonym(1, -1))),
                        new RemovalTarget.OfSubject(new Pseudonym(Long.MIN_VALUE, Long.MAX_VALUE)))
                .forEach(target -> entry("request-" + target.getClass().getSimpleName(), request(target)));
        entry("request-full", Values.REQUEST);
        entry(
                "registration",
                new IntakeEntry.Registration(
                        "news", ID, HASH, new Coordinates("expunge.model-registrations", 0, 9), HASH, "trainer", AT));
    }

    private static IntakeEntry request(RemovalTarget target) {
        return new IntakeEntry.Request(
                "news",
                ID,
                HASH,
                new Coordinates("expunge.deletion-requests", 0, 0),
                target,
                Optional.empty(),
                "privacy-desk",
                AT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Reason(ReasonCode.DUPLICATE_IDS, "One id repeats another.")),
                Optional.empty());
    }

    private void entry(String name, IntakeEntry entry) {
        values.put("intake-" + name, new Kept<>(new IntakeEntryCodec(), entry));
    }

    private void commands() {
        command("wake", new Command.Wake(AT));
        command("tick", new Command.Tick(AT));
        command("continue", new Command.Continue(AT, "news"));
        command("produced", done(new Outcome.Produced(Values.draft(), SERVED)));
        command("nothing-to-do", done(new Outcome.NothingToDo(SERVED)));
        command("failed", done(new Outcome.Failed(new Reason(ReasonCode.INTERNAL_ERROR, "It broke."))));
        command("refused", done(new Outcome.Refused(new Reason(ReasonCode.HOLDS_FORGOTTEN_DATA, "It holds."))));
    }

    private static JobDone done(Outcome outcome) {
        return new JobDone(AT, "news", BATCH, HASH, outcome);
    }

    private void orders() {
        order("retry", new OperatorVerb.Retry(ID));
        order("abandon", new OperatorVerb.Abandon(ID));
        order("pause", new OperatorVerb.Pause());
        order("resume", new OperatorVerb.Resume());
    }

    private void order(String name, OperatorVerb verb) {
        command("order-" + name, new Command.Operated(AT, Orders.of(7, "news", "For a reason.", verb)));
    }

    private void seeds() {
        List<String> classes = List.of("culture", "health");
        seed("standing", new LedgerSeed.Standing(classes, List.of("sport"), 9, HASH, 3, Optional.empty()));
        seed(
                "standing-paused",
                new LedgerSeed.Standing(
                        classes,
                        List.of(),
                        9,
                        HASH,
                        3,
                        Optional.of(new LedgerSeed.Halt(AT, "privacy-desk", "The store moves."))));
        for (Owed owed : Owed.values()) {
            seed("request-" + owed, seeded(owed));
        }
        seed("batch", new LedgerSeed.OfBatch(3, BATCH, 301));
        seed(
                "remembered",
                new LedgerSeed.OfRemembered(new HonouredDeletions(
                        List.of(new Pseudonym(1, 2)), List.of(new Pseudonym(-3, -4)), List.of())));
    }

    private static Fact seeded(Owed owed) {
        return new LedgerSeed.OfRequest(
                ID,
                RequestKind.SUBJECT_REMOVAL,
                Optional.empty(),
                Optional.of(AT),
                41,
                List.of(new LedgerSeed.Step(RequestState.RECEIVED, AT, ReasonCode.NONE, "Taken in.")),
                Optional.of(BATCH),
                Optional.of(3L),
                Optional.empty(),
                -1,
                owed);
    }

    private void seed(String name, Fact fact) {
        command("seed-" + name, new Command.Seed(AT, new LedgerSeed("news", 3, HASH, fact)));
    }

    private void command(String name, Command command) {
        values.put("command-" + name, new Kept<>(new CommandCodec(), command));
    }

    private void rows() {
        ModelState state = ModelState.unpublished()
                .withHead(7, HASH, List.of("culture", "health"), List.of("sport"))
                .withAudit(9, HASH)
                .withBatchLimit(500)
                .withOutbox(4, 6);
        values.put("model-state", new Kept<>(ModelCodecs.MODEL_STATE, state));
        values.put(
                "model-state-paused",
                new Kept<>(
                        ModelCodecs.MODEL_STATE,
                        state.withPause(Optional.of(new Pause(AT, "privacy-desk", "The store moves.")))));
        values.put(
                "request-row",
                new Kept<>(
                        ModelCodecs.REQUEST_ROW,
                        new RequestRow(
                                Values.REQUEST,
                                5,
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())));
        values.put("batch-row", new Kept<>(ModelCodecs.BATCH_ROW, new BatchRow(ID, 0, Optional.empty())));
        for (RequestState told : RequestState.values()) {
            values.put(
                    "outbox-" + told,
                    new Kept<>(
                            ModelCodecs.OUTBOX_ENTRY,
                            new OutboxEntry(BATCH, told, AT, 8, new Reason(ReasonCode.NONE, ""), 0, 1, false)));
        }
        values.put(
                "published-batch",
                new Kept<>(ModelCodecs.PUBLISHED_BATCH, new PublishedBatch(BATCH, 301, false, false)));
    }
}
