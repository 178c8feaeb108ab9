/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.RequestStatusChanged;
import io.expunge.events.StatusTransition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows one request through its states. Reads only the partition that holds its key. Not thread-safe.
 */
final class StatusFollower implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(200);

    private final TopicReader<RequestStatusChanged> reader;
    private final RequestKey key;
    private Optional<RequestStatusChanged> known = Optional.empty();
    private int shown;

    StatusFollower(TopicReader<RequestStatusChanged> reader, RequestKey key) {
        this.reader = reader;
        this.key = key;
    }

    /** A follower on the status topic of a connection. */
    static StatusFollower of(Connection connection, RequestKey key) {
        String topic = connection.topics().requestStatus();
        int partition = key.partition(connection.partitions(topic));
        return new StatusFollower(connection.reader(topic, Set.of(partition), RequestStatusChanged.class), key);
    }

    /** The newest status, if the request is known by now; {@link #follow} tells it again. */
    Optional<RequestStatusChanged> current() {
        Optional<RequestStatusChanged> newest = newest(reader.readToEnd());
        known = newest.or(() -> known);
        return known;
    }

    /**
     * Waits for the request to come to rest.
     *
     * @param patience how long to wait; a monotonic clock measures it
     * @param watcher sees every transition once
     * @return the status at rest; empty if the time ran out first
     */
    Optional<RequestStatusChanged> follow(Duration patience, Consumer<StatusTransition> watcher) {
        Patience left = Patience.of(patience);
        while (!left.isOver()) {
            Optional<RequestStatusChanged> status = newest(reader.poll(TURN.compareTo(patience) < 0 ? TURN : patience));
            known = status.or(() -> known);
            known.ifPresent(newest -> show(newest, watcher));
            if (known.filter(Statuses::atRest).isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private void show(RequestStatusChanged status, Consumer<StatusTransition> watcher) {
        List<StatusTransition> fresh = Statuses.newTransitions(status, shown);
        fresh.forEach(watcher);
        shown += fresh.size();
    }

    private Optional<RequestStatusChanged> newest(List<TopicReader.Entry<RequestStatusChanged>> entries) {
        return entries.stream()
                .filter(entry -> entry.key().equals(key.text()))
                .flatMap(entry -> entry.event().stream())
                .reduce((older, newer) -> newer);
    }

    @Override
    public void close() {
        reader.close();
    }
}
