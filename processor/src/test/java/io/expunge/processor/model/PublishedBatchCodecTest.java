/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import io.expunge.processor.codec.BinaryCodec;
import io.expunge.processor.codec.CodecContract;
import io.expunge.processor.codec.Values;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

class PublishedBatchCodecTest extends CodecContract<PublishedBatch> {
    @Override
    protected BinaryCodec<PublishedBatch> codec() {
        return ModelCodecs.PUBLISHED_BATCH;
    }

    @Override
    protected Arbitrary<PublishedBatch> arbitrary() {
        return Combinators.combine(
                        Values.texts(),
                        Arbitraries.integers(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(PublishedBatch::new);
    }

    @Override
    protected PublishedBatch golden() {
        return new PublishedBatch("ef".repeat(32), 301, false, false);
    }

    @Override
    protected String goldenFile() {
        return "published-batch-1.bin";
    }

    @Override
    protected int newestVersion() {
        return 2;
    }

    @Override
    protected PublishedBatch newestGolden() {
        return golden().withFailure(true);
    }

    @Override
    protected String newestGoldenFile() {
        return "published-batch-2.bin";
    }
}
