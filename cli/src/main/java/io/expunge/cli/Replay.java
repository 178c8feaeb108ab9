/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.intake.DeadLetter;
import io.expunge.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Turns a dead letter back into the record it was. Stateless. */
final class Replay {
    private Replay() {}

    /** Why a letter cannot be sent again; empty if it can. */
    static Optional<String> obstacle(DeadLetterReader.Letter letter) {
        if (letter.payloadBytes() > 0) {
            return Optional.empty();
        }
        return Optional.of(
                letter.header(DeadLetter.SHA_256).isEmpty()
                        ? "its value is not kept (" + letter.reason() + ")"
                        : "only the hash of its value is kept (" + letter.reason() + ")");
    }

    /** Why a letter must not go where it says it came from; empty if it may. */
    static Optional<String> foreign(DeadLetterReader.Letter letter, Topics topics) {
        String topic = letter.origin().topic();
        boolean input = topic.equals(topics.deletionRequests())
                || topic.equals(topics.modelRegistrations())
                || topic.equals(topics.commands());
        return input
                ? Optional.empty()
                : Optional.of("it came from '" + topic + "', which is none of the topics that others write to");
    }

    /**
     * The record as it was: bytes, key and headers, on the partition where it stood; and two headers that say how often
     * it was sent again, and from which letter.
     *
     * @param partitions how many the topic has now; on a smaller topic than it was the key decides
     */
    static ProducerRecord<byte[], byte[]> record(DeadLetterReader.Letter letter, int partitions) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : letter.record().headers()) {
            if (!header.key().startsWith(DeadLetter.PREFIX)) {
                headers.add(header);
            }
        }
        headers.add(DeadLetter.REPLAYS, text(String.valueOf(attempt(letter))));
        headers.add(DeadLetter.REPLAY_OF, text(letter.id()));
        int partition = letter.origin().partition();
        return new ProducerRecord<>(
                letter.origin().topic(),
                partition < partitions ? Integer.valueOf(partition) : null,
                letter.record().key(),
                letter.payload(),
                headers);
    }

    /** How often the record will have been sent again. */
    static long attempt(DeadLetterReader.Letter letter) {
        return letter.number(DeadLetter.REPLAYS).orElse(0L) + 1;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
