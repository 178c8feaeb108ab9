/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.topology;

import io.expunge.events.UnlearningVerified;
import io.expunge.processor.model.ModelInput;
import io.expunge.schemas.AvroDecoder;
import io.expunge.schemas.MalformedRecordException;
import java.util.function.Function;

/** Reads the verifications topic. */
final class VerdictInput implements Function<byte[], ModelInput> {
    private final AvroDecoder<UnlearningVerified> decoder;

    VerdictInput(AvroDecoder<UnlearningVerified> decoder) {
        this.decoder = decoder;
    }

    @Override
    public ModelInput apply(byte[] bytes) {
        try {
            return new ModelInput.Verified(decoder.decode(bytes).orThrow());
        } catch (MalformedRecordException malformed) {
            throw new UnreadableInputException(malformed);
        }
    }
}
