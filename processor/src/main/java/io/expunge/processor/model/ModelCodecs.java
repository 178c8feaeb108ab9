/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.codec.MalformedBytesException;
import io.expunge.processor.command.Mending;
import io.expunge.processor.command.MendingCodec;
import io.expunge.processor.command.Returns;
import io.expunge.processor.command.ReturnsCodec;
import io.expunge.processor.request.IntakeEntryCodec;
import io.expunge.unlearning.perturbation.GaussianAccount;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The formats of the state stores. Thread-safe constants. */
public final class ModelCodecs {
    private static final IntakeEntryCodec ENTRY = new IntakeEntryCodec();

    public static final BinaryCodec<ModelState> MODEL_STATE = codec(4, ModelCodecs::writeState, ModelCodecs::readState);
    public static final BinaryCodec<RequestRow> REQUEST_ROW = codec(2, ModelCodecs::writeRow, ModelCodecs::readRow);
    public static final BinaryCodec<BatchRow> BATCH_ROW = codec(
            (out, row) -> out.writeString(row.requestId())
                    .writeInt(row.documentsRemoved())
                    .writeOptional(row.reason(), IntakeEntryCodec::writeReason),
            in -> new BatchRow(in.readString(), in.readInt(), in.readOptional(IntakeEntryCodec::readReason)));
    public static final BinaryCodec<OutboxEntry> OUTBOX_ENTRY =
            codec(ModelCodecs::writeOutbox, ModelCodecs::readOutbox);
    public static final BinaryCodec<PublishedBatch> PUBLISHED_BATCH = codec(
            2,
            (out, batch) -> out.writeString(batch.batchId())
                    .writeInt(batch.size())
                    .writeBoolean(batch.failed())
                    .writeBoolean(batch.thoroughly()),
            // Version 1 did not keep what a verdict had said.
            (in, version) -> new PublishedBatch(
                    in.readString(), in.readInt(), version >= 2 && in.readBoolean(), version >= 2 && in.readBoolean()));

    private ModelCodecs() {}

    private static void writeState(BinaryWriter out, ModelState state) {
        out.writeLong(state.version())
                .writeString(state.headHash())
                .writeList(state.classes(), BinaryWriter::writeString)
                .writeList(state.removedClasses(), BinaryWriter::writeString)
                .writeLong(state.auditSequence())
                .writeString(state.auditHash())
                .writeLong(state.arrivals())
                .writeOptional(state.inFlight(), ModelCodecs::writeInFlight)
                .writeInt(state.batchLimit())
                .writeLong(state.outboxFirst())
                .writeLong(state.outboxNext())
                .writeOptional(state.pause(), ModelCodecs::writePause);
        ReturnsCodec.write(out, state.returns());
        MendingCodec.write(out, state.mending());
        writeAccount(out, state.account());
    }

    /** Version 1 knew no pause, version 2 nothing that returns, version 3 neither repairs nor an account of releases. */
    private static ModelState readState(BinaryReader in, int version) {
        return new ModelState(
                in.readLong(),
                in.readString(),
                in.readList(BinaryReader::readString),
                in.readList(BinaryReader::readString),
                in.readLong(),
                in.readString(),
                in.readLong(),
                in.readOptional(i -> readInFlight(i, version)),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                version < 2 ? Optional.empty() : in.readOptional(ModelCodecs::readPause),
                version < 3 ? Returns.NONE : ReturnsCodec.read(in),
                version < 4 ? Mending.NONE : MendingCodec.read(in),
                version < 4 ? ReleaseAccount.EMPTY : readAccount(in));
    }

    private static void writeAccount(BinaryWriter out, ReleaseAccount account) {
        out.writeFixedLong(Double.doubleToRawLongBits(account.spent().squaredMu()))
                .writeLong(account.spent().releases())
                .writeBoolean(account.warned());
    }

    private static ReleaseAccount readAccount(BinaryReader in) {
        double squaredMu = Double.longBitsToDouble(in.readFixedLong());
        long releases = in.readLong();
        if (!(squaredMu >= 0) || Double.isInfinite(squaredMu) || releases < 0) {
            throw new MalformedBytesException(
                    "no account has squared mu " + squaredMu + " and " + releases + " releases");
        }
        return new ReleaseAccount(new GaussianAccount(squaredMu, releases), in.readBoolean());
    }

    private static void writePause(BinaryWriter out, Pause pause) {
        out.writeLong(pause.since()).writeString(pause.operator()).writeString(pause.reason());
    }

    private static Pause readPause(BinaryReader in) {
        return new Pause(in.readLong(), in.readString(), in.readString());
    }

    private static void writeInFlight(BinaryWriter out, BatchInFlight batch) {
        out.writeString(batch.batchId())
                .writeString(batch.kind().name())
                .writeString(batch.method())
                .writeInt(batch.size());
    }

    private static BatchInFlight readInFlight(BinaryReader in, int version) {
        return new BatchInFlight(in.readString(), readKind(in, version), in.readString(), in.readInt());
    }

    /** Before version 3 there were two kinds. */
    private static BatchInFlight.Kind readKind(BinaryReader in, int version) {
        if (version >= 3) {
            return in.readEnum(BatchInFlight.Kind.class);
        }
        return in.readBoolean() ? BatchInFlight.Kind.REGISTRATION : BatchInFlight.Kind.REQUESTS;
    }

    private static void writeRow(BinaryWriter out, RequestRow row) {
        out.writeBytes(ENTRY.encode(row.entry()))
                .writeLong(row.arrival())
                .writeList(row.transitions(), ModelCodecs::writeTransition)
                .writeOptionalString(row.batchId())
                .writeOptionalLong(row.version())
                .writeOptional(row.documentsRemoved(), BinaryWriter::writeInt)
                .writeOptionalString(row.lossAcceptedBy());
    }

    /** Version 1 knew nobody who accepts a loss. */
    private static RequestRow readRow(BinaryReader in, int version) {
        return new RequestRow(
                ENTRY.decode(in.readBytes()),
                in.readLong(),
                in.readList(ModelCodecs::readTransition),
                in.readOptionalString(),
                in.readOptionalLong(),
                in.readOptional(BinaryReader::readInt),
                version < 2 ? Optional.empty() : in.readOptionalString());
    }

    private static void writeTransition(BinaryWriter out, RequestRow.Transition transition) {
        out.writeString(transition.state().name())
                .writeLong(transition.at())
                .writeString(transition.reasonCode().name())
                .writeString(transition.detail());
    }

    private static RequestRow.Transition readTransition(BinaryReader in) {
        return new RequestRow.Transition(
                in.readEnum(RequestState.class), in.readLong(), in.readEnum(ReasonCode.class), in.readString());
    }

    private static void writeOutbox(BinaryWriter out, OutboxEntry entry) {
        out.writeString(entry.batchId())
                .writeString(entry.state().name())
                .writeLong(entry.at())
                .writeLong(entry.version());
        IntakeEntryCodec.writeReason(out, entry.reason());
        out.writeInt(entry.cursor()).writeInt(entry.size()).writeBoolean(entry.last());
    }

    private static OutboxEntry readOutbox(BinaryReader in) {
        return new OutboxEntry(
                in.readString(),
                in.readEnum(RequestState.class),
                in.readLong(),
                in.readLong(),
                IntakeEntryCodec.readReason(in),
                in.readInt(),
                in.readInt(),
                in.readBoolean());
    }

    private static <T> BinaryCodec<T> codec(BiConsumer<BinaryWriter, T> writer, Function<BinaryReader, T> reader) {
        return codec(1, writer, (in, version) -> reader.apply(in));
    }

    private static <T> BinaryCodec<T> codec(
            int newest, BiConsumer<BinaryWriter, T> writer, BiFunction<BinaryReader, Integer, T> reader) {
        return new BinaryCodec<>() {
            @Override
            public int version() {
                return newest;
            }

            @Override
            public void write(BinaryWriter out, T value) {
                writer.accept(out, value);
            }

            @Override
            public T read(BinaryReader in, int version) {
                return reader.apply(in, version);
            }
        };
    }
}
