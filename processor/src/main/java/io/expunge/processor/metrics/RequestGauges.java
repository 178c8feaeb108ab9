/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import io.expunge.events.RequestState;
import io.expunge.processor.model.ReleasePolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows tallies as gauges, model by model up to a bound. Thread-safe. */
final class RequestGauges {
    private static final List<RequestState> STATES = Stream.of(RequestState.values())
            .filter(state -> state != RequestState.UNKNOWN)
            .toList();

    private final ModelNames names;
    private final Clock clock;
    private final MultiGauge requests;
    private final MultiGauge registrations;
    private final MultiGauge failedVerification;
    private final MultiGauge oldest;
    private final MultiGauge due;
    private final MultiGauge versions;
    private final MultiGauge releases;
    private final MultiGauge budget;
    private final ReleasePolicy policy;

    RequestGauges(MeterRegistry registry, int maximumModels, Clock clock, ReleasePolicy policy) {
        this.policy = policy;
        this.names = new ModelNames(maximumModels);
        this.clock = clock;
        this.requests = gauge(registry, "expunge.requests", "Deletion requests by state.");
        this.registrations = gauge(registry, "expunge.registrations", "Registrations of all models by state.");
        this.failedVerification = gauge(
                registry,
                "expunge.requests.verification.failed",
                "Requests applied in a version that failed its checks.");
        this.oldest = MultiGauge.builder("expunge.oldest.open.request.age")
                .baseUnit("seconds")
                .description("Since when the oldest open deletion request waits.")
                .register(registry);
        this.due = MultiGauge.builder("expunge.time.to.due")
                .baseUnit("seconds")
                .description("Until the earliest due date of an open deletion request; negative when it is over.")
                .register(registry);
        this.versions = gauge(registry, "expunge.model.version", "Number of the head.");
        this.releases = gauge(
                registry,
                "expunge.indistinguishability.epsilon",
                "What all releases charged to the most exposed deletion come to.");
        this.budget = gauge(
                registry, "expunge.indistinguishability.budget.used", "The same as a share of what was promised.");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** Shows what the tallies say now. */
    synchronized void show(List<TaskTally.Figures> tasks) {
        Map<String, ModelFigures> models = byLabel(tasks);
        List<Row<?>> counts = new ArrayList<>();
        models.forEach((label, figures) -> STATES.forEach(
                state -> counts.add(Row.of(Tags.of("model", label, "state", name(state)), figures.requests(state)))));
        requests.register(counts, true);
        registrations.register(registrationRows(tasks), true);
        failedVerification.register(rows(models, figures -> OptionalLong.of(figures.failedVerification())), true);
        long now = clock.instant().getEpochSecond();
        oldest.register(
                rows(
                        models,
                        figures -> OptionalLong.of(figures.oldestReceived().stream()
                                .map(at -> Math.max(0, now - at))
                                .findFirst()
                                .orElse(0))),
                true);
        due.register(
                rows(models, figures -> figures.earliestDue().stream()
                        .map(at -> at - now)
                        .findFirst()),
                true);
        releases.register(shares(models, 1), true);
        budget.register(shares(models, policy.budgetEpsilon()), true);
        versions.register(
                rows(
                        models,
                        figures -> figures.isPublished() ? OptionalLong.of(figures.version()) : OptionalLong.empty()),
                true);
    }

    private Map<String, ModelFigures> byLabel(List<TaskTally.Figures> tasks) {
        Map<String, ModelFigures> all = new HashMap<>();
        tasks.forEach(task -> all.putAll(task.models()));
        Set<String> named = names.update(all.entrySet().stream()
                .filter(model -> model.getValue().isPublished())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
        Map<String, ModelFigures> labelled = new HashMap<>();
        named.forEach(modelId -> labelled.put(modelId, all.getOrDefault(modelId, ModelFigures.NONE)));
        Stream<ModelFigures> unnamed = all.entrySet().stream()
                .filter(model -> !named.contains(model.getKey()))
                .map(Map.Entry::getValue);
        ModelFigures others =
                ModelFigures.sum(Stream.concat(unnamed, tasks.stream().map(TaskTally.Figures::strangers)));
        labelled.merge(ModelNames.OTHER, others, ModelFigures::and);
        return labelled;
    }

    private static List<Row<?>> registrationRows(List<TaskTally.Figures> tasks) {
        EnumMap<RequestState, Long> sum = new EnumMap<>(RequestState.class);
        STATES.forEach(state -> sum.put(state, 0L));
        tasks.forEach(task -> task.registrations().forEach((state, count) -> sum.merge(state, count, Long::sum)));
        List<Row<?>> rows = new ArrayList<>();
        sum.forEach((state, count) -> rows.add(Row.of(Tags.of("state", name(state)), count)));
        return rows;
    }

    private interface Figure {
        OptionalLong of(ModelFigures figures);
    }

    private static List<Row<?>> rows(Map<String, ModelFigures> models, Figure figure) {
        List<Row<?>> rows = new ArrayList<>();
        models.forEach((label, figures) ->
                figure.of(figures).ifPresent(value -> rows.add(Row.of(Tags.of("model", label), value))));
        return rows;
    }

    /** Only of models that were released with noise. */
    private List<Row<?>> shares(Map<String, ModelFigures> models, double of) {
        List<Row<?>> rows = new ArrayList<>();
        models.forEach((label, figures) -> {
            if (figures.releaseMu() > 0) {
                double epsilon = policy.epsilon(figures.releaseMu());
                rows.add(Row.of(Tags.of("model", label), epsilon / of));
            }
        });
        return rows;
    }

    private static String name(RequestState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
