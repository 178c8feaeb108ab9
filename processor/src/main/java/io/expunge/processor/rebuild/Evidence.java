/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.rebuild;

import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.cluster.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the output topics say about all models. Every topic is to be given in its order. Not thread-safe. */
public final class Evidence {
    private static final int LONGEST_LIST = 20;

    private final Map<String, ModelEvidence> models = new TreeMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private long moreUnreadable;

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

    /** A record that is no event of its topic: what it said is not known, so that nothing may be made from the rest. */
    public void unreadable(String topic, Place place, String why) {
        if (unreadable.size() < LONGEST_LIST) {
            unreadable.add("topic " + topic + ", partition " + place.partition() + ", offset " + place.offset()
                    + ": the record cannot be read: " + why
                    + "; if the registry was lost or replaced, restore it with the ids it had");
        } else {
            moreUnreadable++;
        }
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

    /** What cannot be read, and where the topics contradict themselves or each other; empty if all is well. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(unreadable);
        if (moreUnreadable > 0) {
            problems.add(moreUnreadable + " more records cannot be read");
        }
        models.values().forEach(model -> problems.addAll(model.problems()));
        return List.copyOf(problems);
    }
}
