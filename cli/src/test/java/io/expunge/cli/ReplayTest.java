/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.intake.DeadLetter;
import io.expunge.processor.request.Coordinates;
import io.expunge.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Topics TOPICS = Topics.withDefaultPrefix();
    private static final Coordinates AT = new Coordinates(TOPICS.deletionRequests(), 2, 40);

    /** A letter as it comes back from the topic. */
    private static DeadLetterReader.Letter read(DeadLetter letter) {
        return DeadLetterReader.Letter.of(new ConsumerRecord<>(
                TOPICS.deadLetters(),
                1,
                7,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                letter.key().orElse(null),
                letter.payload(),
                letter.toHeaders(),
                Optional.empty()));
    }

    private static DeadLetterReader.Letter letterOf(byte[] key, byte[] value, Headers headers, Coordinates at) {
        return read(DeadLetter.of(value, "intake", "NOT_AVRO", "why", at).asReceived(key, headers));
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void aReplayIsTheRecordAsItWasAndSaysThatItIsOne(
            @ForAll byte[] key,
            @ForAll @Size(min = 1, max = 50) byte[] value,
            @ForAll byte[] trace,
            @ForAll @IntRange(min = 1, max = 5) int times) {
        Headers headers = new RecordHeaders().add("trace", trace).add("trace", new byte[0]);
        byte[] lastKey = key;
        for (int time = 1; time <= times; time++) {
            DeadLetterReader.Letter letter = letterOf(lastKey, value, headers, AT);
            ProducerRecord<byte[], byte[]> again = Replay.record(letter, 3);
            assertThat(again.topic()).isEqualTo(AT.topic());
            assertThat(again.partition()).isEqualTo(AT.partition());
            assertThat(again.key()).isEqualTo(key);
            assertThat(again.value()).isEqualTo(value);
            assertThat(again.headers().headers("trace"))
                    .extracting(Header::value)
                    .containsExactly(trace, new byte[0]);
            assertThat(text(again.headers().lastHeader(DeadLetter.REPLAYS))).isEqualTo(String.valueOf(time));
            assertThat(text(again.headers().lastHeader(DeadLetter.REPLAY_OF))).isEqualTo("1:7");
            assertThat(again.headers().toArray()).hasSize(4);
            headers = again.headers();
            lastKey = again.key();
        }
    }

    @Test
    void whatIsNotKeptIsNotSent() {
        DeadLetterReader.Letter large = letterOf(new byte[] {1}, new byte[DeadLetter.LARGEST], new RecordHeaders(), AT);
        DeadLetterReader.Letter empty = letterOf(new byte[] {1}, new byte[0], new RecordHeaders(), AT);

        assertThat(Replay.obstacle(large))
                .hasValueSatisfying(why -> assertThat(why).contains("only the hash"));
        assertThat(Replay.obstacle(empty))
                .hasValueSatisfying(why -> assertThat(why).contains("is not kept"));
        assertThat(Replay.obstacle(letterOf(new byte[] {1}, new byte[] {1}, new RecordHeaders(), AT)))
                .isEmpty();
    }

    @Test
    void aLetterGoesOnlyWhereOthersMayWrite() {
        for (String topic : new String[] {TOPICS.modelHeads(), TOPICS.audit(), "payroll", ""}) {
            Coordinates at = new Coordinates(topic, 0, 0);
            assertThat(Replay.foreign(letterOf(new byte[0], new byte[] {1}, new RecordHeaders(), at), TOPICS))
                    .as("a letter that says it came from '%s'", topic)
                    .isPresent();
        }
        for (String topic : new String[] {TOPICS.deletionRequests(), TOPICS.modelRegistrations(), TOPICS.commands()}) {
            Coordinates at = new Coordinates(topic, 0, 0);
            assertThat(Replay.foreign(letterOf(new byte[0], new byte[] {1}, new RecordHeaders(), at), TOPICS))
                    .isEmpty();
        }
    }

    @Test
    void headersThatAreNoNumbersDoNoHarm() {
        Headers forged = new RecordHeaders()
                .add(DeadLetter.PARTITION, "99999999999".getBytes(StandardCharsets.UTF_8))
                .add(DeadLetter.OFFSET, "-x".getBytes(StandardCharsets.UTF_8))
                .add(DeadLetter.REPLAYS, null);
        DeadLetterReader.Letter letter = DeadLetterReader.Letter.of(new ConsumerRecord<>(
                TOPICS.deadLetters(),
                0,
                0,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                null,
                null,
                forged,
                Optional.empty()));

        assertThat(letter.origin()).isEqualTo(new DeadLetterReader.Place("", Integer.MAX_VALUE, Long.MAX_VALUE));
        assertThat(Replay.attempt(letter)).isEqualTo(1);
        assertThat(Replay.record(letter, 3).partition()).isNull();
        assertThat(letter.size()).isEmpty();
    }
}
