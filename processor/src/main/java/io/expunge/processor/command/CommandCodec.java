/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.BinaryReader;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.codec.MalformedBytesException;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.IntakeEntryCodec;

/**
 * The format of the commands topic. A produced version's draft is in Avro's single-object encoding, whose fingerprint
 * tells a release that it does not know the schema; such a command is dropped and the job, being a pure function, runs
 * again on the next wake.
 */
public final class CommandCodec implements BinaryCodec<Command> {
    private static final int WAKE = 1;
    private static final int TICK = 2;
    private static final int CONTINUE = 3;
    private static final int JOB_DONE = 4;
    private static final int OPERATED = 16;
    private static final int SEED = 32;
    private static final int PURGE_INTENDED = 33;
    private static final int PURGE_DONE = 34;
    private static final int VERIFICATION_DONE = 48;
    private static final int PRODUCED = 1;
    private static final int NOTHING_TO_DO = 2;
    private static final int FAILED = 3;
    private static final int REFUSED = 4;

    private static final DraftCodec DRAFTS = new DraftCodec();

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void write(BinaryWriter out, Command command) {
        if (command instanceof Command.Wake wake) {
            out.writeByte(WAKE).writeLong(wake.at());
        } else if (command instanceof Command.Tick tick) {
            out.writeByte(TICK).writeLong(tick.at());
        } else if (command instanceof Command.Continue more) {
            out.writeByte(CONTINUE).writeLong(more.at()).writeString(more.modelId());
        } else if (command instanceof Command.JobDone done) {
            out.writeByte(JOB_DONE)
                    .writeLong(done.at())
                    .writeString(done.modelId())
                    .writeString(done.batchId())
                    .writeString(done.baseHash());
            writeOutcome(out, done.outcome());
        } else if (command instanceof Command.VerificationDone done) {
            VerificationCodec.write(out.writeByte(VERIFICATION_DONE), done);
        } else if (command instanceof Command.Operated operated) {
            OperatorOrderCodec.write(out.writeByte(OPERATED), operated);
        } else if (command instanceof Command.Seed seed) {
            SeedCodec.write(out.writeByte(SEED).writeLong(seed.at()), seed.seed());
        } else if (command instanceof Command.PurgeIntended purge) {
            PurgeCodec.write(out.writeByte(PURGE_INTENDED), purge);
        } else if (command instanceof Command.PurgeDone done) {
            PurgeCodec.write(out.writeByte(PURGE_DONE), done);
        }
    }

    @Override
    public Command read(BinaryReader in, int version) {
        int kind = in.readByte();
        return switch (kind) {
            case WAKE -> new Command.Wake(in.readLong());
            case TICK -> new Command.Tick(in.readLong());
            case CONTINUE -> new Command.Continue(in.readLong(), in.readString());
            case JOB_DONE ->
                new Command.JobDone(in.readLong(), in.readString(), in.readString(), in.readString(), readOutcome(in));
            case VERIFICATION_DONE -> VerificationCodec.read(in);
            case OPERATED -> OperatorOrderCodec.read(in, version);
            case SEED -> new Command.Seed(in.readLong(), SeedCodec.read(in));
            case PURGE_INTENDED -> PurgeCodec.readIntended(in);
            case PURGE_DONE -> PurgeCodec.readDone(in);
            default -> throw new MalformedBytesException("no command is of kind " + kind);
        };
    }

    private static void writeOutcome(BinaryWriter out, Outcome outcome) {
        if (outcome instanceof Outcome.Produced produced) {
            out.writeByte(PRODUCED).writeBytes(DRAFTS.encode(produced.draft()));
            out.writeList(produced.served(), CommandCodec::writeServed);
        } else if (outcome instanceof Outcome.NothingToDo nothing) {
            out.writeByte(NOTHING_TO_DO).writeList(nothing.served(), CommandCodec::writeServed);
        } else if (outcome instanceof Outcome.Failed failed) {
            out.writeByte(FAILED);
            IntakeEntryCodec.writeReason(out, failed.reason());
        } else if (outcome instanceof Outcome.Refused refused) {
            out.writeByte(REFUSED);
            IntakeEntryCodec.writeReason(out, refused.reason());
        }
    }

    private static Outcome readOutcome(BinaryReader in) {
        int kind = in.readByte();
        return switch (kind) {
            case PRODUCED -> new Outcome.Produced(DRAFTS.decode(in.readBytes()), in.readList(CommandCodec::readServed));
            case NOTHING_TO_DO -> new Outcome.NothingToDo(in.readList(CommandCodec::readServed));
            case FAILED -> new Outcome.Failed(IntakeEntryCodec.readReason(in));
            case REFUSED -> new Outcome.Refused(IntakeEntryCodec.readReason(in));
            default -> throw new MalformedBytesException("no outcome is of kind " + kind);
        };
    }

    private static void writeServed(BinaryWriter out, Command.Served served) {
        out.writeString(served.requestId()).writeInt(served.documentsRemoved());
        out.writeOptional(served.reason(), IntakeEntryCodec::writeReason);
    }

    private static Command.Served readServed(BinaryReader in) {
        return new Command.Served(in.readString(), in.readInt(), in.readOptional(IntakeEntryCodec::readReason));
    }
}
