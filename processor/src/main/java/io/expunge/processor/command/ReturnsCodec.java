/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;

/** The format of {@link Returns}, a part of the formats of the state and of seeds. Stateless. */
public final class ReturnsCodec {
    private ReturnsCodec() {}

    public static void write(BinaryWriter out, Returns returns) {
        out.writeOptional(returns.rollback(), ReturnsCodec::writeRollback)
                .writeOptionalLong(returns.rolledBackTo())
                .writeList(returns.reinstated(), (o, one) -> o.writeString(one.label())
                        .writeLong(one.since()));
    }

    public static Returns read(BinaryReader in) {
        return new Returns(
                in.readOptional(ReturnsCodec::readRollback),
                in.readOptionalLong(),
                in.readList(i -> new Reinstatement(i.readString(), i.readLong())));
    }

    private static void writeRollback(BinaryWriter out, QueuedRollback rollback) {
        out.writeString(rollback.orderId())
                .writeString(rollback.operator())
                .writeString(rollback.reason())
                .writeLong(rollback.to());
    }

    private static QueuedRollback readRollback(BinaryReader in) {
        return new QueuedRollback(in.readString(), in.readString(), in.readString(), in.readLong());
    }
}
