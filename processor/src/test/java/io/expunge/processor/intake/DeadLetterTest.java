/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.Seeds;
import io.expunge.processor.request.Coordinates;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

class DeadLetterTest {
    /** A letter that the topic does not take would stop the service for good. */
    @Property(seed = Seeds.PROPERTY, tries = 100)
    void aLetterAlwaysFitsARecordOfAMebibyte(
            @ForAll @IntRange(max = 1_100_000) int value,
            @ForAll @IntRange(max = 40_000) int key,
            @ForAll @IntRange(max = 40_000) int header,
            @ForAll @IntRange(max = 100) int headers) {
        Headers original = new RecordHeaders();
        for (int i = 0; i < headers; i++) {
            original.add("h", new byte[header / headers]);
        }
        DeadLetter letter = DeadLetter.of(
                        new byte[value], "intake", "NOT_AVRO", "x".repeat(header), new Coordinates("t", 1, 2))
                .asReceived(new byte[key], original)
                .at(0);
        long bytes = letter.payload().length + letter.key().map(k -> k.length).orElse(0);
        for (Header one : letter.toHeaders()) {
            bytes += 10 + one.key().length() + one.value().length;
        }
        assertThat(bytes).isLessThanOrEqualTo(DeadLetter.LARGEST);
        assertThat(letter.payload().length == value || letter.headers().containsKey(DeadLetter.SHA_256))
                .isTrue();
    }
}
