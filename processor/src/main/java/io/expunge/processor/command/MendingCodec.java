/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;

/** The format of {@link Mending}, a part of the formats of the state and of seeds. Stateless. */
public final class MendingCodec {
    private MendingCodec() {}

    public static void write(BinaryWriter out, Mending mending) {
        out.writeString(mending.head().name())
                .writeOptional(mending.repair(), MendingCodec::writeRepair)
                .writeOptional(mending.doubt(), MendingCodec::writeDoubt);
    }

    public static Mending read(BinaryReader in) {
        return new Mending(
                in.readEnum(Mending.Origin.class),
                in.readOptional(MendingCodec::readRepair),
                in.readOptional(MendingCodec::readDoubt));
    }

    private static void writeDoubt(BinaryWriter out, Doubt doubt) {
        out.writeLong(doubt.version()).writeBoolean(doubt.thorough()).writeString(doubt.checks());
    }

    private static Doubt readDoubt(BinaryReader in) {
        return new Doubt(in.readLong(), in.readBoolean(), in.readString());
    }

    private static void writeRepair(BinaryWriter out, Repair repair) {
        out.writeLong(repair.from())
                .writeLong(repair.version())
                .writeString(repair.checks())
                .writeString(repair.phase().name())
                .writeLong(repair.upTo());
    }

    private static Repair readRepair(BinaryReader in) {
        return new Repair(
                in.readLong(), in.readLong(), in.readString(), in.readEnum(Repair.Phase.class), in.readLong());
    }
}
