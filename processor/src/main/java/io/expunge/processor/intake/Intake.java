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
import io.expunge.store.ContentHash;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

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
        Coordinates coordinates =
                context.recordMetadata().map(Intake::coordinates).orElseGet(() -> new Coordinates("", -1, -1));
        IntakeOutput output = take(record.value(), coordinates);
        if (output instanceof IntakeOutput.Accepted accepted) {
            context.forward(new Record<>(accepted.entry().modelId(), output, record.timestamp(), new RecordHeaders()));
        } else if (output instanceof IntakeOutput.Dead dead) {
            context.forward(new Record<>(
                    coordinates.toString(),
                    output,
                    record.timestamp(),
                    dead.letter().toHeaders()));
        }
        commit.processed();
    }

    private IntakeOutput take(byte @org.jspecify.annotations.Nullable [] bytes, Coordinates coordinates) {
        if (bytes != null && bytes.length > settings.maximumRecordBytes()) {
            return oversized(bytes, coordinates);
        }
        try {
            Decoded<T> decoded = decoder.decode(bytes);
            if (decoded instanceof Decoded.Malformed<T> malformed) {
                return dead(
                        bytes,
                        malformed.reason().defect().name(),
                        String.valueOf(malformed.reason().getMessage()),
                        coordinates);
            }
            return new IntakeOutput.Accepted(translation.translate(decoded.orThrow(), coordinates));
        } catch (PoisonRecordException poison) {
            return dead(bytes, poison.reason(), String.valueOf(poison.getMessage()), coordinates);
        }
    }

    private IntakeOutput oversized(byte[] bytes, Coordinates coordinates) {
        String detail = "the record has " + bytes.length + " bytes; at most " + settings.maximumRecordBytes()
                + " are taken. Split the request.";
        DeadLetter letter = DeadLetter.of(new byte[0], STAGE, "TOO_LARGE", detail, coordinates);
        Map<String, String> headers = new HashMap<>(letter.headers());
        headers.put(DeadLetter.SHA_256, ContentHash.of(bytes).hex());
        headers.put(DeadLetter.SIZE, Integer.toString(bytes.length));
        return new IntakeOutput.Dead(new DeadLetter(letter.payload(), headers));
    }

    private static IntakeOutput dead(
            byte @org.jspecify.annotations.Nullable [] bytes, String reason, String detail, Coordinates coordinates) {
        byte[] payload = bytes == null ? new byte[0] : bytes;
        return new IntakeOutput.Dead(DeadLetter.of(payload, STAGE, reason, detail, coordinates));
    }

    private static Coordinates coordinates(RecordMetadata metadata) {
        return new Coordinates(metadata.topic(), metadata.partition(), metadata.offset());
    }
}
