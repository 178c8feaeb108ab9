/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import io.expunge.processor.request.BoundedText;
import io.expunge.processor.request.Coordinates;
import io.expunge.store.ContentHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be taken in, and why.
 *
 * @param key the record's key as received; empty if it had none, or none that could be kept
 * @param payload the bytes as received; empty where only hash and coordinates are kept
 * @param headers everything a person needs to find and mend the record; never an excerpt of it
 * @param received the record's own headers; ours stand behind them
 */
public record DeadLetter(Optional<byte[]> key, byte[] payload, Map<String, String> headers, List<Header> received) {
    /** What every header of ours begins with. */
    public static final String PREFIX = "expunge.";

    public static final String REASON = PREFIX + "reason";
    public static final String DETAIL = PREFIX + "detail";
    public static final String STAGE = PREFIX + "stage";
    public static final String TOPIC = PREFIX + "topic";
    public static final String PARTITION = PREFIX + "partition";
    public static final String OFFSET = PREFIX + "offset";

    /** When it was put aside, ISO 8601 in UTC. */
    public static final String TIME = PREFIX + "time";

    /** Class of the exception behind it, where there was one. */
    public static final String EXCEPTION = PREFIX + "exception";

    /** Of the value as received, where it is not kept. */
    public static final String SHA_256 = PREFIX + "sha256";

    /** Bytes of the value as received. */
    public static final String SIZE = PREFIX + "size";

    /** How many headers of the record were too many to keep. */
    public static final String HEADERS_LEFT_OUT = PREFIX + "headers-left-out";

    /** On a record that was sent again: how often. It comes back with the letter if that was in vain. */
    public static final String REPLAYS = PREFIX + "replays";

    /** On a record that was sent again: partition and offset of the dead letter it was. */
    public static final String REPLAY_OF = PREFIX + "replay-of";

    /**
     * Kafka takes records of 1 MiB unless its settings say otherwise. A letter that cannot be written would stop the
     * service again and again, so key, value and headers together stay below that.
     */
    public static final int LARGEST = 1_000_000;

    /** A value without its key would be no record to send again. */
    private static final int LARGEST_KEY = 16 * 1024;

    private static final int MOST_HEADER_BYTES = 16 * 1024;

    /** Room for our own headers, the longest detail among them. */
    private static final int OWN_HEADER_BYTES = 16 * 1024;

    private static final int LONGEST_DETAIL = 2000;

    public DeadLetter {
        headers = Map.copyOf(headers);
        received = List.copyOf(received);
    }

    /** A dead letter with the headers every dead letter has. */
    public static DeadLetter of(byte[] payload, String stage, String reason, String detail, Coordinates at) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(REASON, reason);
        headers.put(DETAIL, BoundedText.of(detail, LONGEST_DETAIL));
        headers.put(STAGE, stage);
        headers.put(TOPIC, at.topic());
        headers.put(PARTITION, Integer.toString(at.partition()));
        headers.put(OFFSET, Long.toString(at.offset()));
        return new DeadLetter(Optional.empty(), payload, headers, List.of());
    }

    /** Says which exception was behind it; only its class, since messages and traces may hold parts of the record. */
    public DeadLetter because(Optional<? extends Throwable> cause) {
        return cause.map(exception -> with(EXCEPTION, exception.getClass().getName()))
                .orElse(this);
    }

    /** Says when it was put aside. */
    public DeadLetter at(long millis) {
        return with(TIME, Instant.ofEpochMilli(millis).toString());
    }

    /** Keeps hash and size of the value instead of the value. */
    public DeadLetter withoutPayload() {
        DeadLetter bare = with(SHA_256, ContentHash.of(payload).hex()).with(SIZE, Integer.toString(payload.length));
        return new DeadLetter(key, new byte[0], bare.headers, received);
    }

    /**
     * Keeps the record's key and headers if there is room for them, and then the value if there is. A header of ours on
     * an input record says nothing, but for those of a replay.
     */
    public DeadLetter asReceived(byte @Nullable [] original, Headers originalHeaders) {
        int keyBytes = original == null ? 0 : original.length;
        Optional<byte[]> keptKey = Optional.ofNullable(original).filter(bytes -> bytes.length <= LARGEST_KEY);
        List<Header> kept = new ArrayList<>();
        long bytes = 0;
        for (Header header : originalHeaders) {
            if (!header.key().startsWith(PREFIX) || isOfReplay(header.key())) {
                kept.add(header);
                bytes += size(header);
            }
        }
        boolean room = bytes <= MOST_HEADER_BYTES;
        DeadLetter sized = headers.containsKey(SIZE) ? this : with(SIZE, Integer.toString(payload.length));
        DeadLetter letter = room ? sized : sized.with(HEADERS_LEFT_OUT, Integer.toString(kept.size()));
        letter = new DeadLetter(keptKey, payload, letter.headers, room ? kept : List.of());
        long all = payload.length + keyBytes + (room ? bytes : 0) + OWN_HEADER_BYTES;
        boolean whole = keyBytes <= LARGEST_KEY && all <= LARGEST;
        return whole || payload.length == 0 ? letter : letter.withoutPayload();
    }

    private static boolean isOfReplay(String header) {
        return header.equals(REPLAYS) || header.equals(REPLAY_OF);
    }

    private static long size(Header header) {
        return header.key().getBytes(StandardCharsets.UTF_8).length
                + (header.value() == null ? 0 : header.value().length)
                + 2L * Long.BYTES;
    }

    private DeadLetter with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new DeadLetter(key, payload, more, received);
    }

    public Headers toHeaders() {
        RecordHeaders result = new RecordHeaders();
        received.forEach(result::add);
        headers.forEach((key, value) -> result.add(key, value.getBytes(StandardCharsets.UTF_8)));
        return result;
    }
}
