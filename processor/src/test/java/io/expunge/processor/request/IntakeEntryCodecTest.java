/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.request;

import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import net.jqwik.api.Arbitrary;

class IntakeEntryCodecTest extends CodecContract<IntakeEntry> {
    @Override
    protected BinaryCodec<IntakeEntry> codec() {
        return new IntakeEntryCodec();
    }

    @Override
    protected Arbitrary<IntakeEntry> arbitrary() {
        return Values.entries();
    }

    @Override
    protected IntakeEntry golden() {
        return Values.REQUEST;
    }

    @Override
    protected String goldenFile() {
        return "intake-entry-1.bin";
    }
}
