/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.topology;

import io.expunge.processor.codec.MalformedBytesException;
import io.expunge.processor.command.CommandCodec;
import io.expunge.processor.model.ModelInput;
import java.util.function.Function;

/** Reads the commands topic. */
final class CommandInput implements Function<byte[], ModelInput> {
    private final CommandCodec codec = new CommandCodec();

    @Override
    public ModelInput apply(byte[] bytes) {
        try {
            return new ModelInput.Commanded(codec.decode(bytes));
        } catch (MalformedBytesException malformed) {
            throw new UnreadableInputException(malformed);
        }
    }
}
