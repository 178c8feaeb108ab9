/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the output topics say about all models. Every topic is to be given in its order. Not thread-safe. */
public final class Evidence {
    private final Map<String, ModelEvidence> models = new TreeMap<>();

    private ModelEvidence of(String modelId) {
        return models.computeIfAbsent(modelId, ModelEvidence::new);
    }

    public void version(Place place, ModelVersionPublished event) {
        of(event.getModelId()).version(place, event);
    }

    public void head(ModelVersionPublished event) {
        of(event.getModelId()).head(event);
    }

    public void verdict(Place place, UnlearningVerified event) {
        of(event.getModelId()).verdict(place, event);
    }

    public void status(RequestStatusChanged event) {
        of(event.getModelId()).status(event);
    }

    public void audit(AuditRecorded event) {
        of(event.getModelId()).audit(event);
    }

    /** By model id. */
    public Collection<ModelEvidence> models() {
        return List.copyOf(models.values());
    }

    /** Whether a request or registration is under way, so that it matters whether it can be read again. */
    public boolean hasOpenRequests() {
        return models.values().stream()
                .flatMap(model -> model.statuses().stream())
                .anyMatch(ModelSeeds::isOpen);
    }

    /** Where the topics contradict themselves or each other; empty if all is well. */
    public List<String> problems() {
        return models.values().stream()
                .flatMap(model -> model.problems().stream())
                .toList();
    }
}
