/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.rebuild.ModelEvidence.Placed;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.ServedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which version serves a request whose status does not say so yet: statuses follow a version in slices, and the ledger may
 * have been lost in between. Asks the version's event, and the artifact where the event names only the first requests.
 */
final class ServedRequests {
    private final List<Placed<ModelVersionPublished>> versions;
    private final ModelStore store;
    private final Map<String, Map<String, Integer>> artifacts = new HashMap<>();

    ServedRequests(ModelEvidence model, ModelStore store) {
        this.versions = model.versions();
        this.store = store;
    }

    /** The version that serves a request. */
    record Served(String batchId, long version, Optional<Integer> documentsRemoved) {}

    Optional<Served> of(RequestStatusChanged status) {
        return versions.stream()
                .map(Placed::event)
                .filter(event -> event.getBatchId() != null)
                .filter(event -> names(event, status))
                .map(event -> new Served(
                        Objects.requireNonNull(event.getBatchId()),
                        event.getVersion(),
                        inArtifact(event, status.getRequestId())))
                .findFirst();
    }

    private boolean names(ModelVersionPublished event, RequestStatusChanged status) {
        return Objects.equals(event.getBatchId(), status.getBatchId())
                || event.getRequestIds().contains(status.getRequestId())
                || (event.getRequestCount() > event.getRequestIds().size()
                        && inArtifact(event, status.getRequestId()).isPresent());
    }

    private Optional<Integer> inArtifact(ModelVersionPublished event, String requestId) {
        return Optional.ofNullable(
                artifacts.computeIfAbsent(event.getContentHash(), this::read).get(requestId));
    }

    private Map<String, Integer> read(String contentHash) {
        try {
            return store.open(new ContentHash(contentHash)).servedRequests().stream()
                    .collect(Collectors.toMap(ServedRequest::requestId, ServedRequest::documentsRemoved));
        } catch (ArtifactMissing purged) {
            return Map.of();
        }
    }
}
