/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.command.LedgerSeed.Forgetting;
import io.expunge.processor.command.LedgerSeed.OfProtection;
import io.expunge.processor.command.LedgerSeed.OfStored;

/** The part of the seeds' format that is about erasure. Stateless. */
final class ErasureSeedCodec {
    private ErasureSeedCodec() {}

    static void write(BinaryWriter out, OfStored stored) {
        out.writeLong(stored.published())
                .writeString(stored.contentHash())
                .writeBoolean(stored.failed())
                .writeOptional(stored.forgotten(), (o, forgotten) -> o.writeLong(forgotten.inVersion())
                        .writeString(forgotten.inHash())
                        .writeLong(forgotten.since())
                        .writeOptionalLong(forgotten.verifiedAt())
                        .writeList(forgotten.requestIds(), BinaryWriter::writeString)
                        .writeInt(forgotten.requestCount()));
    }

    static OfStored readStored(BinaryReader in) {
        return new OfStored(
                in.readLong(),
                in.readString(),
                in.readBoolean(),
                in.readOptional(i -> new Forgetting(
                        i.readLong(),
                        i.readString(),
                        i.readLong(),
                        i.readOptionalLong(),
                        i.readList(BinaryReader::readString),
                        i.readInt())));
    }

    static void write(BinaryWriter out, OfProtection protection) {
        out.writeBoolean(protection.hold())
                .writeOptionalLong(protection.version())
                .writeLong(protection.since())
                .writeString(protection.operator())
                .writeString(protection.reason());
    }

    static OfProtection readProtection(BinaryReader in) {
        return new OfProtection(
                in.readBoolean(), in.readOptionalLong(), in.readLong(), in.readString(), in.readString());
    }
}
