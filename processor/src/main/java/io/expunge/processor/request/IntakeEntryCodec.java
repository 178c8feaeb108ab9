/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.request;

import io.expunge.events.ReasonCode;
import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.codec.MalformedBytesException;
import io.expunge.store.Pseudonym;

/** The format of the repartition topic and of the parts of a request that the ledger keeps. */
public final class IntakeEntryCodec implements BinaryCodec<IntakeEntry> {
    private static final int REQUEST = 1;
    private static final int REGISTRATION = 2;
    private static final int CLASS = 1;
    private static final int DOCUMENTS = 2;
    private static final int SUBJECT = 3;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(BinaryWriter out, IntakeEntry entry) {
        if (entry instanceof IntakeEntry.Request request) {
            out.writeByte(REQUEST);
            writeRequest(out, request);
        } else if (entry instanceof IntakeEntry.Registration registration) {
            out.writeByte(REGISTRATION);
            writeRegistration(out, registration);
        }
    }

    @Override
    public IntakeEntry read(BinaryReader in, int version) {
        int kind = in.readByte();
        return switch (kind) {
            case REQUEST -> readRequest(in);
            case REGISTRATION -> readRegistration(in);
            default -> throw new MalformedBytesException("no entry is of kind " + kind);
        };
    }

    private static void writeRequest(BinaryWriter out, IntakeEntry.Request request) {
        out.writeString(request.modelId()).writeString(request.id()).writeString(request.contentHash());
        writeCoordinates(out, request.coordinates());
        writeTarget(out, request.target());
        out.writeOptionalString(request.caseId())
                .writeString(request.requester())
                .writeLong(request.requestedAt())
                .writeOptionalLong(request.dueBy())
                .writeOptionalString(request.legalBasis())
                .writeOptionalString(request.method())
                .writeOptional(request.refusal(), IntakeEntryCodec::writeReason)
                .writeOptional(request.note(), IntakeEntryCodec::writeReason);
    }

    private static IntakeEntry.Request readRequest(BinaryReader in) {
        return new IntakeEntry.Request(
                in.readString(),
                in.readString(),
                in.readString(),
                readCoordinates(in),
                readTarget(in),
                in.readOptionalString(),
                in.readString(),
                in.readLong(),
                in.readOptionalLong(),
                in.readOptionalString(),
                in.readOptionalString(),
                in.readOptional(IntakeEntryCodec::readReason),
                in.readOptional(IntakeEntryCodec::readReason));
    }

    private static void writeRegistration(BinaryWriter out, IntakeEntry.Registration registration) {
        out.writeString(registration.modelId()).writeString(registration.id()).writeString(registration.contentHash());
        writeCoordinates(out, registration.coordinates());
        out.writeString(registration.artifact())
                .writeString(registration.registeredBy())
                .writeLong(registration.registeredAt());
    }

    private static IntakeEntry.Registration readRegistration(BinaryReader in) {
        return new IntakeEntry.Registration(
                in.readString(),
                in.readString(),
                in.readString(),
                readCoordinates(in),
                in.readString(),
                in.readString(),
                in.readLong());
    }

    private static void writeCoordinates(BinaryWriter out, Coordinates coordinates) {
        out.writeString(coordinates.topic()).writeInt(coordinates.partition()).writeLong(coordinates.offset());
    }

    private static Coordinates readCoordinates(BinaryReader in) {
        return new Coordinates(in.readString(), in.readInt(), in.readLong());
    }

    /** Also used by the rows of a batch, which repeat the target for the job. */
    public static void writeTarget(BinaryWriter out, RemovalTarget target) {
        if (target instanceof RemovalTarget.OfClass ofClass) {
            out.writeByte(CLASS).writeString(ofClass.label());
        } else if (target instanceof RemovalTarget.OfDocuments ofDocuments) {
            out.writeByte(DOCUMENTS).writeList(ofDocuments.documents(), IntakeEntryCodec::writePseudonym);
        } else if (target instanceof RemovalTarget.OfSubject ofSubject) {
            writePseudonym(out.writeByte(SUBJECT), ofSubject.subject());
        }
    }

    public static RemovalTarget readTarget(BinaryReader in) {
        int kind = in.readByte();
        return switch (kind) {
            case CLASS -> new RemovalTarget.OfClass(in.readString());
            case DOCUMENTS -> new RemovalTarget.OfDocuments(in.readList(IntakeEntryCodec::readPseudonym));
            case SUBJECT -> new RemovalTarget.OfSubject(readPseudonym(in));
            default -> throw new MalformedBytesException("no target is of kind " + kind);
        };
    }

    private static void writePseudonym(BinaryWriter out, Pseudonym pseudonym) {
        out.writeFixedLong(pseudonym.high()).writeFixedLong(pseudonym.low());
    }

    private static Pseudonym readPseudonym(BinaryReader in) {
        return new Pseudonym(in.readFixedLong(), in.readFixedLong());
    }

    public static void writeReason(BinaryWriter out, Reason reason) {
        out.writeString(reason.code().name()).writeString(reason.detail());
    }

    public static Reason readReason(BinaryReader in) {
        return new Reason(in.readEnum(ReasonCode.class), in.readString());
    }
}
