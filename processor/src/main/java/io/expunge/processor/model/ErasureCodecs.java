/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.model.StoredVersion.Forgotten;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The formats of the stores that erasure keeps. Thread-safe constants. */
public final class ErasureCodecs {
    public static final BinaryCodec<StoredVersion> STORED_VERSION = new BinaryCodec<>() {
        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(BinaryWriter out, StoredVersion value) {
            writeVersion(out, value);
        }

        @Override
        public StoredVersion read(BinaryReader in, int version) {
            return readVersion(in, version);
        }
    };
    public static final BinaryCodec<ErasureState> ERASURE_STATE = codec(
            (out, state) -> out.writeOptionalLong(state.planSequence()).writeOptionalLong(state.sweepAt()),
            in -> new ErasureState(in.readOptionalLong(), in.readOptionalLong()));
    public static final BinaryCodec<Protection> PROTECTION = codec(
            (out, protection) -> out.writeBoolean(protection.hold())
                    .writeLong(protection.since())
                    .writeString(protection.operator())
                    .writeString(protection.reason()),
            in -> new Protection(in.readBoolean(), in.readLong(), in.readString(), in.readString()));

    private ErasureCodecs() {}

    private static void writeVersion(BinaryWriter out, StoredVersion version) {
        out.writeLong(version.version()).writeString(version.contentHash()).writeBoolean(version.failed());
        out.writeOptional(version.forgotten(), (o, forgotten) -> o.writeLong(forgotten.inVersion())
                .writeString(forgotten.inHash())
                .writeLong(forgotten.since())
                .writeOptionalLong(forgotten.verifiedAt())
                .writeList(forgotten.requestIds(), BinaryWriter::writeString)
                .writeInt(forgotten.requestCount()));
        out.writeOptional(version.classes(), (o, classes) -> o.writeList(classes, BinaryWriter::writeString));
    }

    private static StoredVersion readVersion(BinaryReader in, int version) {
        return new StoredVersion(
                in.readLong(),
                in.readString(),
                in.readBoolean(),
                in.readOptional(i -> new Forgotten(
                        i.readLong(),
                        i.readString(),
                        i.readLong(),
                        i.readOptionalLong(),
                        i.readList(BinaryReader::readString),
                        i.readInt())),
                version < 2
                        ? Optional.empty() // nobody noted them then
                        : in.readOptional(i -> i.readList(BinaryReader::readString)));
    }

    private static <T> BinaryCodec<T> codec(BiConsumer<BinaryWriter, T> writer, Function<BinaryReader, T> reader) {
        return new BinaryCodec<>() {
            @Override
            public int version() {
                return 1;
            }

            @Override
            public void write(BinaryWriter out, T value) {
                writer.accept(out, value);
            }

            @Override
            public T read(BinaryReader in, int version) {
                return reader.apply(in);
            }
        };
    }
}
