/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.model.ModelState;
import io.expunge.processor.model.ModelStores;
import io.expunge.processor.model.RequestRow;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the requests of one task's models. Made from what the stores hold, which is what was committed, and kept in step
 * by what the ledger tells; a task that begins anew after an abort gets a new one, so nothing is counted twice.
 * Thread-safe: a stream thread counts, others look.
 */
final class TaskTally {
    private final Map<String, ModelTally> models = new HashMap<>();
    private final ModelTally strangers = new ModelTally();
    private final Map<RequestState, Long> registrations = new EnumMap<>(RequestState.class);

    /**
     * The figures of a task at one moment.
     *
     * @param strangers those of requests for models that never were
     * @param registrations all models' registrations by state
     */
    record Figures(Map<String, ModelFigures> models, ModelFigures strangers, Map<RequestState, Long> registrations) {}

    /** Of a task that holds nothing. */
    static TaskTally empty() {
        return new TaskTally();
    }

    /** Counts what a task's stores hold. */
    static TaskTally of(ModelStores stores) {
        TaskTally tally = new TaskTally();
        for (String modelId : stores.modelIds()) {
            ModelState state = stores.model(modelId);
            tally.published(modelId, state.version());
            tally.released(modelId, state.account().spent().mu());
        }
        stores.forEachRequest(tally::add);
        return tally;
    }

    private synchronized void add(RequestRow row) {
        RequestStanding standing = RequestStanding.of(row);
        change(row.entry().modelId(), standing, 1);
    }

    /** Follows a status. */
    synchronized void follow(RequestStatusChanged status) {
        RequestStanding.before(status).ifPresent(before -> change(status.getModelId(), before, -1));
        change(status.getModelId(), RequestStanding.after(status), 1);
    }

    /** Who asks for models that never were, under a new name each time, must not fill the memory. */
    private void change(String modelId, RequestStanding standing, int by) {
        ModelTally tally = standing.isOpen() ? model(modelId) : models.getOrDefault(modelId, strangers);
        (standing.isStray() ? strangers : tally).change(standing, by);
        if (standing.registration()) {
            ModelTally.change(registrations, standing.state(), by);
        }
    }

    /** Follows a version. */
    synchronized void published(String modelId, long version) {
        model(modelId).published(version);
    }

    /** Follows the account of a model that is released with noise. */
    synchronized void released(String modelId, double mu) {
        if (mu > 0) {
            model(modelId).released(mu);
        }
    }

    private ModelTally model(String modelId) {
        return models.computeIfAbsent(modelId, id -> new ModelTally());
    }

    synchronized Figures figures() {
        Map<String, ModelFigures> now = new HashMap<>();
        models.forEach((modelId, tally) -> now.put(modelId, tally.figures()));
        return new Figures(now, strangers.figures(), Map.copyOf(registrations));
    }
}
