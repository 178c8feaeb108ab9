/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import io.expunge.processor.request.Coordinates;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record that could not be taken in, and why.
 *
 * @param payload the bytes as received; empty where only hash and coordinates are kept
 * @param headers everything a person needs to find and mend the record; never an excerpt of it
 */
public record DeadLetter(byte[] payload, Map<String, String> headers) {
    public static final String REASON = "expunge.reason";
    public static final String DETAIL = "expunge.detail";
    public static final String STAGE = "expunge.stage";
    public static final String TOPIC = "expunge.topic";
    public static final String PARTITION = "expunge.partition";
    public static final String OFFSET = "expunge.offset";
    public static final String SHA_256 = "expunge.sha256";
    public static final String SIZE = "expunge.size";

    public DeadLetter {
        headers = Map.copyOf(headers);
    }

    /** A dead letter with the headers every dead letter has. */
    public static DeadLetter of(byte[] payload, String stage, String reason, String detail, Coordinates at) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(REASON, reason);
        headers.put(DETAIL, detail);
        headers.put(STAGE, stage);
        headers.put(TOPIC, at.topic());
        headers.put(PARTITION, Integer.toString(at.partition()));
        headers.put(OFFSET, Long.toString(at.offset()));
        return new DeadLetter(payload, headers);
    }

    public Headers toHeaders() {
        RecordHeaders result = new RecordHeaders();
        headers.forEach((key, value) -> result.add(key, value.getBytes(StandardCharsets.UTF_8)));
        return result;
    }
}
