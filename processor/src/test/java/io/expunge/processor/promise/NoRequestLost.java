/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.StatusTransition;
import io.expunge.processor.model.StatusKey;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ServedRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every acknowledged request reaches exactly one final status or stays openly quarantined, and none is applied twice: its
 * history only grows, a final status is told once, and one version at most names it among those it served.
 */
public final class NoRequestLost implements Promise {
    private static final Set<RequestState> FINAL =
            EnumSet.of(RequestState.VERIFIED, RequestState.REJECTED, RequestState.FAILED);

    private final ModelStore store;
    private final Set<String> acknowledged = new LinkedHashSet<>();
    private final Map<String, RequestStatusChanged> last = new HashMap<>();
    private final Map<String, Long> servedBy = new HashMap<>();

    public NoRequestLost(ModelStore store) {
        this.store = store;
    }

    @Override
    public void acknowledged(DeletionRequested request) {
        acknowledged.add(
                StatusKey.of(request.getModelId(), request.getRequestId().toString()));
    }

    @Override
    public void status(RequestStatusChanged status) {
        String key = StatusKey.of(status.getModelId(), status.getRequestId());
        RequestStatusChanged before = last.put(key, status);
        if (before == null) {
            return;
        }
        assertThat(FINAL)
                .as("the state of request %s before %s was told", key, states(status))
                .doesNotContain(before.getState());
        List<StatusTransition> longer = status.getTransitions();
        assertThat(longer)
                .as("the history of request %s after %s", key, states(before))
                .hasSizeGreaterThan(before.getTransitions().size())
                .startsWith(before.getTransitions().toArray(StatusTransition[]::new));
    }

    @Override
    public void version(ModelVersionPublished version) {
        if (version.getOperation() != Operation.UNLEARNED) {
            return; // a model that is registered again names whom it served in its former life
        }
        for (ServedRequest served :
                store.open(new ContentHash(version.getContentHash())).servedRequests()) {
            String key = StatusKey.of(version.getModelId(), served.requestId());
            Long other = servedBy.put(key, version.getVersion());
            assertThat(other)
                    .as("another version that served request %s before version %d did", key, version.getVersion())
                    .isNull();
        }
    }

    /** How many acknowledged requests are at rest: final, or quarantined. */
    public long atRest() {
        return acknowledged.stream().filter(this::isAtRest).count();
    }

    /** How many were acknowledged. */
    public int acknowledgedCount() {
        return acknowledged.size();
    }

    /** Acknowledged requests by their state now; those never heard of count as unknown. */
    public Map<RequestState, Long> states() {
        Map<RequestState, Long> counts = new java.util.EnumMap<>(RequestState.class);
        acknowledged.forEach(key -> counts.merge(state(key), 1L, Long::sum));
        return counts;
    }

    private RequestState state(String key) {
        RequestStatusChanged status = last.get(key);
        return status == null ? RequestState.UNKNOWN : status.getState();
    }

    private boolean isAtRest(String key) {
        return FINAL.contains(state(key)) || state(key) == RequestState.QUARANTINED;
    }

    /** The first requests that are not at rest, with what is known of them. */
    public List<String> open(int limit) {
        return acknowledged.stream()
                .filter(key -> !isAtRest(key))
                .limit(limit)
                .map(key -> key + " " + state(key))
                .toList();
    }

    @Override
    public void judge() {
        assertThat(open(20)).as("acknowledged requests that are not at rest").isEmpty();
        Set<String> unknown = new TreeSet<>(servedBy.keySet());
        unknown.removeAll(last.keySet());
        assertThat(unknown).as("requests that were served and never told of").isEmpty();
        List<String> wrong = new ArrayList<>();
        servedBy.forEach((key, version) -> {
            RequestStatusChanged status = last.get(key);
            if (status.getState() != RequestState.VERIFIED || !version.equals(status.getModelVersion())) {
                wrong.add(key + " is " + states(status) + " in version " + status.getModelVersion()
                        + " and was served by version " + version);
            }
        });
        assertThat(wrong).as("requests whose status is not what was done").isEmpty();
    }

    private static List<RequestState> states(RequestStatusChanged status) {
        return status.getTransitions().stream().map(StatusTransition::getState).toList();
    }
}
