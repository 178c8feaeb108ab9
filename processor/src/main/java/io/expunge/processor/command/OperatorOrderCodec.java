/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.codec.MalformedBytesException;
import java.time.Instant;

/** The operators' part of the format of the commands topic. Stateless. */
final class OperatorOrderCodec {
    private static final int RETRY = 1;
    private static final int ABANDON = 2;
    private static final int PAUSE = 3;
    private static final int RESUME = 4;
    private static final int HOLD = 5;
    private static final int RELEASE = 6;
    private static final int PIN = 7;
    private static final int UNPIN = 8;
    private static final int ROLLBACK = 9;
    private static final int REINSTATE_CLASS = 10;

    /** The audit log repeats the time, and what lies beyond many a subscriber's library cannot read. */
    private static final long AFTER_LAST_DATE =
            Instant.parse("+10000-01-01T00:00:00Z").toEpochMilli();

    private OperatorOrderCodec() {}

    static void write(BinaryWriter out, Command.Operated operated) {
        OperatorOrder order = operated.order();
        out.writeLong(operated.at())
                .writeString(order.orderId())
                .writeString(order.modelId())
                .writeString(order.operator())
                .writeString(order.reason());
        writeVerb(out, order.verb());
    }

    /** Anybody may have written it: what is not well formed ends as bytes that cannot be read. */
    static Command.Operated read(BinaryReader in, int version) {
        long at = in.readLong();
        if (at < 0 || at >= AFTER_LAST_DATE) {
            throw new MalformedBytesException("the time of an order must lie in the years 1970 to 9999");
        }
        String orderId = in.readString();
        String modelId = in.readString();
        String operator = in.readString();
        String reason = in.readString();
        OperatorVerb verb = readVerb(in, version);
        try {
            return new Command.Operated(at, new OperatorOrder(orderId, modelId, operator, reason, verb));
        } catch (IllegalArgumentException wrong) {
            throw new MalformedBytesException("an operator's order is wrong: " + wrong.getMessage());
        }
    }

    private static void writeVerb(BinaryWriter out, OperatorVerb verb) {
        if (verb instanceof OperatorVerb.Retry retry) {
            out.writeByte(RETRY).writeString(retry.requestId()).writeBoolean(retry.acceptsAccuracyLoss());
        } else if (verb instanceof OperatorVerb.Abandon abandon) {
            out.writeByte(ABANDON).writeString(abandon.requestId());
        } else if (verb instanceof OperatorVerb.Pause) {
            out.writeByte(PAUSE);
        } else if (verb instanceof OperatorVerb.Resume) {
            out.writeByte(RESUME);
        } else if (verb instanceof OperatorVerb.Hold hold) {
            out.writeByte(HOLD).writeOptionalLong(hold.version());
        } else if (verb instanceof OperatorVerb.Release release) {
            out.writeByte(RELEASE).writeOptionalLong(release.version());
        } else if (verb instanceof OperatorVerb.Pin pin) {
            out.writeByte(PIN).writeLong(pin.number());
        } else if (verb instanceof OperatorVerb.Unpin unpin) {
            out.writeByte(UNPIN).writeLong(unpin.number());
        } else if (verb instanceof OperatorVerb.Rollback rollback) {
            out.writeByte(ROLLBACK).writeLong(rollback.to());
        } else if (verb instanceof OperatorVerb.ReinstateClass reinstate) {
            out.writeByte(REINSTATE_CLASS).writeString(reinstate.label());
        }
    }

    /** In version 1 of the commands a retry accepted nothing. */
    private static OperatorVerb readVerb(BinaryReader in, int version) {
        int kind = in.readByte();
        return switch (kind) {
            case RETRY -> new OperatorVerb.Retry(in.readString(), version >= 2 && in.readBoolean());
            case ABANDON -> new OperatorVerb.Abandon(in.readString());
            case PAUSE -> new OperatorVerb.Pause();
            case RESUME -> new OperatorVerb.Resume();
            case HOLD -> new OperatorVerb.Hold(in.readOptionalLong());
            case RELEASE -> new OperatorVerb.Release(in.readOptionalLong());
            case PIN -> new OperatorVerb.Pin(in.readLong());
            case UNPIN -> new OperatorVerb.Unpin(in.readLong());
            case ROLLBACK -> new OperatorVerb.Rollback(in.readLong());
            case REINSTATE_CLASS -> new OperatorVerb.ReinstateClass(in.readString());
            default -> throw new MalformedBytesException("no operator's verb is of kind " + kind);
        };
    }
}
