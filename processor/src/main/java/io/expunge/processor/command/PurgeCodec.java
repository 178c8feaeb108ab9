/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;

/** The part of the commands' format that carries purges. Stateless. */
final class PurgeCodec {
    private PurgeCodec() {}

    static void write(BinaryWriter out, Command.PurgeIntended purge) {
        out.writeLong(purge.at()).writeString(purge.modelId()).writeLong(purge.planSequence());
    }

    static Command.PurgeIntended readIntended(BinaryReader in) {
        return new Command.PurgeIntended(in.readLong(), in.readString(), in.readLong());
    }

    static void write(BinaryWriter out, Command.PurgeDone done) {
        out.writeLong(done.at())
                .writeString(done.modelId())
                .writeLong(done.planSequence())
                .writeList(done.erased(), (o, erased) -> o.writeString(erased.contentHash())
                        .writeInt(erased.objects())
                        .writeLong(erased.bytes()))
                .writeList(done.kept(), BinaryWriter::writeString)
                .writeList(done.orphans(), BinaryWriter::writeString)
                .writeInt(done.postponed());
    }

    static Command.PurgeDone readDone(BinaryReader in) {
        return new Command.PurgeDone(
                in.readLong(),
                in.readString(),
                in.readLong(),
                in.readList(i -> new Command.Erased(i.readString(), i.readInt(), i.readLong())),
                in.readList(BinaryReader::readString),
                in.readList(BinaryReader::readString),
                in.readInt());
    }
}
