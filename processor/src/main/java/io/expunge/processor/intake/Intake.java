/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import io.expunge.processor.request.Coordinates;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.processor.stream.PromptCommit;
import io.expunge.schemas.AvroDecoder;
import io.expunge.schemas.Decoded;
import io.expunge.schemas.MalformedRecordException;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The first step of an input topic: takes bytes, decodes them itself, and sends every record on under its model's id or to
 * the dead letters. Stateless. A registry that cannot be asked stops it, because a good request must never become a dead
 * letter.
 *
 * @param <T> the public record of the topic
 */
@SuppressWarnings("NullAway.Init") // init is the constructor Kafka Streams gives us
public final class Intake<T extends SpecificRecord> implements Processor<byte[], byte[], String, IntakeOutput> {
    private static final String STAGE = "intake";

    private final AvroDecoder<T> decoder;
    private final Translation<T> translation;
    private final IntakeSettings settings;
    private ProcessorContext<String, IntakeOutput> context;
    private PromptCommit commit;

    /** What a decoded record becomes. */
    interface Translation<T> {
        IntakeEntry translate(T event, Coordinates coordinates) throws PoisonRecordException;
    }

    Intake(AvroDecoder<T> decoder, Translation<T> translation, IntakeSettings settings) {
        this.decoder = decoder;
        this.translation = translation;
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<String, IntakeOutput> newContext) {
        context = newContext;
        commit = new PromptCommit(newContext);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Coordinates coordinates = Coordinates.of(context.recordMetadata());
        IntakeOutput output = take(record.value(), coordinates);
        if (output instanceof IntakeOutput.Accepted accepted) {
            context.forward(new Record<>(accepted.entry().modelId(), output, record.timestamp(), new RecordHeaders()));
        } else if (output instanceof IntakeOutput.Dead dead) {
            putAside(record, dead.letter());
        }
        commit.processed();
    }

    private void putAside(Record<byte[], byte[]> record, DeadLetter reason) {
        DeadLetter letter = reason.asReceived(record.key(), record.headers()).at(context.currentSystemTimeMs());
        context.forward(new Record<>("", new IntakeOutput.Dead(letter), record.timestamp(), letter.toHeaders()));
    }

    private IntakeOutput take(byte @Nullable [] bytes, Coordinates coordinates) {
        if (bytes != null && bytes.length > settings.maximumRecordBytes()) {
            return dead(oversized(bytes, coordinates));
        }
        byte[] payload = bytes == null ? new byte[0] : bytes;
        try {
            Decoded<T> decoded = decoder.decode(bytes);
            if (decoded instanceof Decoded.Malformed<T> malformed) {
                return dead(malformed(payload, malformed.reason(), coordinates));
            }
            return new IntakeOutput.Accepted(translation.translate(decoded.orThrow(), coordinates));
        } catch (PoisonRecordException poison) {
            String detail = String.valueOf(poison.getMessage());
            return dead(DeadLetter.of(payload, STAGE, poison.reason(), detail, coordinates));
        }
    }

    private DeadLetter oversized(byte[] bytes, Coordinates coordinates) {
        String detail = "the record has " + bytes.length + " bytes; at most " + settings.maximumRecordBytes()
                + " are taken. Split the request.";
        return DeadLetter.of(bytes, STAGE, "TOO_LARGE", detail, coordinates).withoutPayload();
    }

    private static DeadLetter malformed(byte[] payload, MalformedRecordException reason, Coordinates coordinates) {
        String detail = String.valueOf(reason.getMessage());
        return DeadLetter.of(payload, STAGE, reason.defect().name(), detail, coordinates)
                .because(Optional.ofNullable(reason.getCause()));
    }

    private static IntakeOutput dead(DeadLetter letter) {
        return new IntakeOutput.Dead(letter);
    }
}
