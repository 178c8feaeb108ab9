/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.topology;

import io.expunge.processor.model.ModelInput;
import io.expunge.processor.request.Coordinates;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Reads an internal topic's bytes; what cannot be read goes on as that, so that it ends in the dead letters. */
@SuppressWarnings("NullAway.Init") // init is the constructor Kafka Streams gives us
final class InputDecoder implements Processor<byte[], byte[], String, ModelInput> {
    private final Function<byte[], ModelInput> decode;
    private ProcessorContext<String, ModelInput> context;

    InputDecoder(Function<byte[], ModelInput> decode) {
        this.decode = decode;
    }

    @Override
    public void init(ProcessorContext<String, ModelInput> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        byte[] bytes = record.value() == null ? new byte[0] : record.value();
        context.forward(new Record<>("", read(bytes), record.timestamp(), record.headers()));
    }

    private ModelInput read(byte[] bytes) {
        try {
            return decode.apply(bytes);
        } catch (UnreadableInputException unreadable) {
            Coordinates coordinates = Coordinates.of(context.recordMetadata());
            return new ModelInput.Unreadable(
                    bytes, coordinates, String.valueOf(unreadable.getMessage()), unreadable.cause());
        }
    }
}
