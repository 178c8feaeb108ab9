/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.events.RequestState;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a storm.
 *
 * @param time from the first request to the last promise judged
 * @param sent different requests, all acknowledged
 * @param sentAgain times that one was sent again because its acknowledgement did not come
 * @param replayed requests sent again from the topic itself
 * @param states how the requests ended
 * @param versions announced
 * @param compared versions whose job was done again and ended in the same bits
 * @param restarts of processors that were found not running
 * @param faults how often each struck
 * @param deadLetters reasons of dead letters, none of which should be
 */
record StormReport(
        StormPlan plan,
        Duration time,
        int sent,
        int sentAgain,
        int replayed,
        Map<RequestState, Long> states,
        int versions,
        int compared,
        int restarts,
        Map<Fault, Integer> faults,
        Set<String> deadLetters) {

    /** Requests that were acknowledged and are not at rest. */
    long lost() {
        return sent
                - states.entrySet().stream()
                        .filter(entry -> switch (entry.getKey()) {
                            case VERIFIED, REJECTED, FAILED, QUARANTINED -> true;
                            default -> false;
                        })
                        .mapToLong(Map.Entry::getValue)
                        .sum();
    }

    /** As a person reads it. */
    String text() {
        int struck = faults.values().stream().mapToInt(Integer::intValue).sum();
        return String.format(
                Locale.ROOT,
                """
                seed %d, %d s, %d models, two processors
                requests          %,d sent and acknowledged, %,d of them sent again, %,d duplicates by replay
                final states      %s
                versions          %,d announced, each once and in order; %,d jobs done again, all with the same bits
                lost              %,d
                applied twice     0
                dead letters      %s
                faults            %,d: %s
                restarts          %,d
                """,
                plan.seed(),
                time.toSeconds(),
                plan.models(),
                sent,
                sentAgain,
                replayed,
                list(states, RequestState::name),
                versions,
                compared,
                lost(),
                deadLetters.isEmpty() ? "none" : deadLetters,
                struck,
                list(faults, Fault::words),
                restarts);
    }

    private static <K extends Enum<K>> String list(
            Map<K, ? extends Number> counts, java.util.function.Function<K, String> name) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(entry -> name.apply(entry.getKey()) + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
