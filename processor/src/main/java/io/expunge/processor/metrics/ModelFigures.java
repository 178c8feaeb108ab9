/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import io.expunge.events.RequestState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The figures of one model, or of several together, at one moment.
 *
 * @param requests deletion requests by state; a state that is not there counts 0
 * @param failedVerification requests and registrations applied in a version that failed its checks
 * @param oldestReceived when the oldest open deletion request was received, seconds since the epoch
 * @param earliestDue the earliest due date of an open deletion request, seconds since the epoch
 * @param version number of the head; 0 for a model nobody has published
 */
record ModelFigures(
        Map<RequestState, Long> requests,
        long failedVerification,
        OptionalLong oldestReceived,
        OptionalLong earliestDue,
        long version,
        double releaseMu) {

    static final ModelFigures NONE = new ModelFigures(Map.of(), 0, OptionalLong.empty(), OptionalLong.empty(), 0, 0);

    ModelFigures {
        requests = Collections.unmodifiableMap(copy(requests));
    }

    private static EnumMap<RequestState, Long> copy(Map<RequestState, Long> counts) {
        EnumMap<RequestState, Long> copy = new EnumMap<>(RequestState.class);
        copy.putAll(counts);
        return copy;
    }

    long requests(RequestState state) {
        return requests.getOrDefault(state, 0L);
    }

    boolean isPublished() {
        return version > 0;
    }

    /** Both together; the version of several models says nothing and is 0. */
    ModelFigures and(ModelFigures other) {
        EnumMap<RequestState, Long> sum = copy(requests);
        other.requests.forEach((state, count) -> sum.merge(state, count, Long::sum));
        return new ModelFigures(
                sum,
                failedVerification + other.failedVerification,
                earlier(oldestReceived, other.oldestReceived),
                earlier(earliestDue, other.earliestDue),
                0,
                Math.max(releaseMu, other.releaseMu));
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        return Stream.of(one, other).flatMapToLong(OptionalLong::stream).min();
    }

    /** All of several together. */
    static ModelFigures sum(Stream<ModelFigures> several) {
        return several.reduce(NONE, ModelFigures::and);
    }
}
