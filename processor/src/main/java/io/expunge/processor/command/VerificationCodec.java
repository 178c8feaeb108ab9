/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of the commands' format that carries the checks of a version. Stateless. */
final class VerificationCodec {
    private VerificationCodec() {}

    static void write(BinaryWriter out, Command.VerificationDone done) {
        out.writeLong(done.at())
                .writeString(done.modelId())
                .writeLong(done.version())
                .writeString(done.contentHash())
                .writeString(done.stage().name())
                .writeList(done.checks(), VerificationCodec::writeCheck);
    }

    static Command.VerificationDone read(BinaryReader in) {
        return new Command.VerificationDone(
                in.readLong(),
                in.readString(),
                in.readLong(),
                in.readString(),
                in.readEnum(VerificationStage.class),
                in.readList(VerificationCodec::readCheck));
    }

    private static void writeCheck(BinaryWriter out, VerificationCheck check) {
        out.writeString(check.getName())
                .writeString(check.getKind().name())
                .writeString(check.getOutcome().name());
        writeNumber(out, check.getValue());
        writeNumber(out, check.getThreshold());
        writeNumber(out, check.getIntervalLow());
        writeNumber(out, check.getIntervalHigh());
        out.writeString(check.getDetail());
    }

    private static VerificationCheck readCheck(BinaryReader in) {
        VerificationCheck.Builder check = VerificationCheck.newBuilder()
                .setName(in.readString())
                .setKind(in.readEnum(CheckKind.class))
                .setOutcome(in.readEnum(CheckOutcome.class));
        readNumber(in).ifPresent(check::setValue);
        readNumber(in).ifPresent(check::setThreshold);
        readNumber(in).ifPresent(check::setIntervalLow);
        readNumber(in).ifPresent(check::setIntervalHigh);
        return check.setDetail(in.readString()).build();
    }

    private static void writeNumber(BinaryWriter out, @Nullable Double number) {
        out.writeOptional(Optional.ofNullable(number), (o, value) -> o.writeFixedLong(Double.doubleToLongBits(value)));
    }

    private static Optional<Double> readNumber(BinaryReader in) {
        return in.readOptional(reader -> Double.longBitsToDouble(reader.readFixedLong()));
    }
}
