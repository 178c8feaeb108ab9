/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.events.ReasonCode;
import io.expunge.events.RequestKind;
import io.expunge.events.RequestState;
import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.codec.MalformedBytesException;
import io.expunge.processor.command.LedgerSeed.Fact;
import io.expunge.processor.command.LedgerSeed.Halt;
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

/** The part of the commands' format that carries seeds. Stateless. */
final class SeedCodec {
    private static final int STANDING = 1;
    private static final int REQUEST = 2;
    private static final int BATCH = 3;
    private static final int REMEMBERED = 4;
    private static final int STORED = 5;
    private static final int PROTECTION = 6;
    private static final int VERSION = 8;
    private static final int RETURNS = 9;
    private static final int MENDING = 10;
    private static final int RELEASES = 11;

    private SeedCodec() {}

    static void write(BinaryWriter out, LedgerSeed seed) {
        out.writeString(seed.modelId()).writeLong(seed.version()).writeString(seed.headHash());
        Fact fact = seed.fact();
        if (fact instanceof Standing standing) {
            out.writeByte(STANDING)
                    .writeList(standing.classes(), BinaryWriter::writeString)
                    .writeList(standing.removedClasses(), BinaryWriter::writeString)
                    .writeLong(standing.auditSequence())
                    .writeString(standing.auditHash())
                    .writeLong(standing.arrivals())
                    .writeOptional(standing.halt(), (o, halt) -> o.writeLong(halt.since())
                            .writeString(halt.operator())
                            .writeString(halt.reason()));
        } else if (fact instanceof OfRequest request) {
            writeRequest(out.writeByte(REQUEST), request);
        } else if (fact instanceof OfBatch batch) {
            out.writeByte(BATCH)
                    .writeLong(batch.published())
                    .writeString(batch.batchId())
                    .writeInt(batch.size());
        } else if (fact instanceof OfVersion version) {
            out.writeByte(VERSION).writeLong(version.published()).writeString(version.contentHash());
        } else if (fact instanceof OfReturns returns) {
            ReturnsCodec.write(out.writeByte(RETURNS), returns.returns());
        } else if (fact instanceof LedgerSeed.OfReleases releases) {
            out.writeByte(RELEASES)
                    .writeFixedLong(Double.doubleToRawLongBits(releases.mu()))
                    .writeLong(releases.releases())
                    .writeBoolean(releases.warned());
        } else if (fact instanceof LedgerSeed.OfMending mending) {
            MendingCodec.write(out.writeByte(MENDING), mending.mending());
        } else if (fact instanceof OfRemembered remembered) {
            out.writeByte(REMEMBERED)
                    .writeList(remembered.deletions().documents(), SeedCodec::writePseudonym)
                    .writeList(remembered.deletions().subjects(), SeedCodec::writePseudonym);
        } else if (fact instanceof LedgerSeed.OfStored stored) {
            ErasureSeedCodec.write(out.writeByte(STORED), stored);
        } else if (fact instanceof LedgerSeed.OfProtection protection) {
            ErasureSeedCodec.write(out.writeByte(PROTECTION), protection);
        }
    }

    static LedgerSeed read(BinaryReader in) {
        return new LedgerSeed(in.readString(), in.readLong(), in.readString(), readFact(in));
    }

    private static Fact readFact(BinaryReader in) {
        int kind = in.readByte();
        return switch (kind) {
            case STANDING ->
                new Standing(
                        in.readList(BinaryReader::readString),
                        in.readList(BinaryReader::readString),
                        in.readLong(),
                        in.readString(),
                        in.readLong(),
                        in.readOptional(i -> new Halt(i.readLong(), i.readString(), i.readString())));
            case REQUEST -> readRequest(in);
            case BATCH -> new OfBatch(in.readLong(), in.readString(), in.readInt());
            case VERSION -> new OfVersion(in.readLong(), in.readString());
            case RETURNS -> new OfReturns(ReturnsCodec.read(in));
            case RELEASES ->
                new LedgerSeed.OfReleases(Double.longBitsToDouble(in.readFixedLong()), in.readLong(), in.readBoolean());
            case MENDING -> new LedgerSeed.OfMending(MendingCodec.read(in));
            case REMEMBERED ->
                new OfRemembered(new HonouredDeletions(
                        in.readList(SeedCodec::readPseudonym), in.readList(SeedCodec::readPseudonym), List.of()));
            case STORED -> ErasureSeedCodec.readStored(in);
            case PROTECTION -> ErasureSeedCodec.readProtection(in);
            default -> throw new MalformedBytesException("no seed is of kind " + kind);
        };
    }

    private static void writeRequest(BinaryWriter out, OfRequest request) {
        out.writeString(request.requestId())
                .writeString(request.kind().name())
                .writeOptionalString(request.caseId())
                .writeOptionalLong(request.dueBy())
                .writeLong(request.arrival())
                .writeList(request.steps(), SeedCodec::writeStep)
                .writeOptionalString(request.batchId())
                .writeOptionalLong(request.version())
                .writeOptional(request.documentsRemoved(), BinaryWriter::writeInt)
                .writeInt(request.place())
                .writeString(request.owed().name());
    }

    private static OfRequest readRequest(BinaryReader in) {
        return new OfRequest(
                in.readString(),
                in.readEnum(RequestKind.class),
                in.readOptionalString(),
                in.readOptionalLong(),
                in.readLong(),
                in.readList(SeedCodec::readStep),
                in.readOptionalString(),
                in.readOptionalLong(),
                in.readOptional(BinaryReader::readInt),
                in.readInt(),
                in.readEnum(Owed.class));
    }

    private static void writeStep(BinaryWriter out, Step step) {
        out.writeString(step.state().name())
                .writeLong(step.at())
                .writeString(step.reasonCode().name())
                .writeString(step.detail());
    }

    private static Step readStep(BinaryReader in) {
        return new Step(in.readEnum(RequestState.class), in.readLong(), in.readEnum(ReasonCode.class), in.readString());
    }

    private static void writePseudonym(BinaryWriter out, Pseudonym pseudonym) {
        out.writeFixedLong(pseudonym.high()).writeFixedLong(pseudonym.low());
    }

    private static Pseudonym readPseudonym(BinaryReader in) {
        return new Pseudonym(in.readFixedLong(), in.readFixedLong());
    }
}
