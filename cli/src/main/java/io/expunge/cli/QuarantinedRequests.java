/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds what waits for an operator. Stateless. */
final class QuarantinedRequests {
    private QuarantinedRequests() {}

    /** Ids of the requests and registrations of a model that are QUARANTINED now. */
    static List<String> of(Connection connection, String modelId) {
        Map<String, RequestStatusChanged> latest = new LinkedHashMap<>();
        String topic = connection.topics().requestStatus();
        try (TopicReader<RequestStatusChanged> reader = connection.reader(topic, RequestStatusChanged.class)) {
            reader.readToEnd().forEach(entry -> entry.event()
                    .filter(status -> status.getModelId().equals(modelId))
                    .ifPresentOrElse(status -> latest.put(entry.key(), status), () -> latest.remove(entry.key())));
        }
        return latest.values().stream()
                .filter(status -> status.getState() == RequestState.QUARANTINED)
                .map(RequestStatusChanged::getRequestId)
                .toList();
    }
}
