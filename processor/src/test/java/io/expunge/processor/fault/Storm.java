/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.events.DeletionRequested;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Load and faults together: requests of several models at a steady rate while two processors, the broker and the registry
 * suffer one random fault after the other. What is drawn depends on the seed alone; when it strikes, on the machine. Then
 * everything is left alone until all requests are at rest, and the promises are judged.
 */
final class Storm implements AutoCloseable {
    private static final int DOCUMENTS = 800;
    private static final int IDS = 100_000;
    private static final int REGISTRATIONS = 50_000_000;
    /** The part of the time in which requests are sent; the rest is for what they left behind. */
    private static final double SENDING = 0.7;

    /** How long everything is left alone before what is not at rest counts as lost. */
    private static final Duration REST = Duration.ofSeconds(Long.getLong("expunge.faults.rest-seconds", 300));

    private final StormPlan plan;
    private final Consumer<String> log;
    private final Random random;
    private final Ground ground;
    private final Site site;
    private final List<Load> loads = new ArrayList<>();
    private final List<ContentHash> firstArtifacts = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger sentAgain = new AtomicInteger();
    private int replayed;
    private int registrations;

    Storm(Path directory, StormPlan plan, Consumer<String> log) throws Exception {
        this.plan = plan;
        this.log = log;
        this.random = new Random(plan.seed());
        this.ground = new Ground(directory);
        this.site = ground.site(Map.of(
                "expunge.standby-replicas", "1",
                "expunge.batch.status-slice", "5",
                "expunge.batch.maximum-size", "20",
                "expunge.job.threads", "2",
                "expunge.job.deadline-seconds", "2"));
    }

    Ground ground() {
        return ground;
    }

    List<Instance> instances() {
        return instances;
    }

    Instance anyInstance() {
        return instances.get(random.nextInt(instances.size()));
    }

    /** Sends the whole topic of requests again. */
    void replay() throws Exception {
        replayed += site.replayRequests();
    }

    /** Registers a model as it was before anything was forgotten. */
    void registerOldModel() throws Exception {
        int model = random.nextInt(loads.size());
        site.register(REGISTRATIONS + registrations++, loads.get(model).modelId(), firstArtifacts.get(model));
    }

    /** Does it all; what comes back are the figures of a storm in which every promise was kept. */
    StormReport run() throws Exception {
        start();
        long begun = System.nanoTime();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(this::send);
        while (!sending.isDone() || elapsed(begun).compareTo(plan.time()) < 0) {
            strike();
            for (Instance instance : instances) {
                instance.ensureStarted();
            }
        }
        sending.get();
        log.accept("all is left alone until every request is at rest");
        calm();
        return report(elapsed(begun));
    }

    private void start() throws Exception {
        instances.add(new Instance(site, "a", Map.of()));
        instances.add(new Instance(
                site,
                "b",
                Map.of("bootstrap.servers", ground.slowBootstrapServers(), "expunge.prepared.enabled", "true")));
        for (Instance instance : instances) {
            instance.awaitRunning();
        }
        for (int model = 0; model < plan.models(); model++) {
            String modelId = "model-" + model;
            SampleCorpus.Split corpus = SampleCorpus.generate(plan.seed() + model, DOCUMENTS);
            loads.add(new Load(modelId, (model + 1) * IDS, corpus, plan.seed()));
            firstArtifacts.add(site.publish(REGISTRATIONS + registrations++, modelId, corpus));
        }
        log.accept(plan.models() + " models are published by two processors");
    }

    private void send() {
        Random models = new Random(plan.seed() + 1);
        long pause = (long) (plan.time().toNanos() * SENDING / plan.requests());
        long begun = System.nanoTime();
        List<CompletableFuture<DeletionRequested>> waiting = new ArrayList<>();
        for (int number = 0; number < plan.requests(); number++) {
            waiting.add(acknowledged(loads.get(models.nextInt(loads.size())).any()));
            sent.incrementAndGet();
            sleepUntil(begun + (number + 1) * pause);
        }
        waiting.forEach(CompletableFuture::join);
        log.accept(sent.get() + " requests are sent and acknowledged");
    }

    /** As a careful producer does it: what was not acknowledged is sent again under the same id. */
    private CompletableFuture<DeletionRequested> acknowledged(DeletionRequested request) {
        return site.requestLater(request).exceptionallyCompose(failure -> {
            sentAgain.incrementAndGet();
            return acknowledged(request);
        });
    }

    private static void sleepUntil(long nanos) {
        try {
            Thread.sleep(Math.max(0, (nanos - System.nanoTime()) / 1_000_000)); // the rate of the load
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void strike() throws Exception {
        Fault fault = plan.faults().get(random.nextInt(plan.faults().size()));
        log.accept(fault.words());
        faults.merge(fault, 1, Integer::sum);
        fault.strike(this, random);
        site.witness.ask(() -> 0); // a promise that is broken already ends it here
        Thread.sleep(random.nextInt(1_500)); // sometimes long enough to recover from one fault before the next
    }

    private void calm() throws Exception {
        for (Instance instance : instances) {
            instance.tell("release");
        }
        long giveUp = System.nanoTime() + REST.toNanos();
        while (!site.witness.rests(Duration.ofMillis(500))) {
            for (Instance instance : instances) {
                instance.ensureStarted();
            }
            if (System.nanoTime() > giveUp) {
                for (Instance instance : instances) {
                    instance.dumpThreads();
                }
                site.witness.awaitRest(Duration.ZERO);
            }
        }
        site.witness.judge();
    }

    private StormReport report(Duration time) throws ExecutionException {
        return new StormReport(
                plan,
                time,
                sent.get(),
                sentAgain.get(),
                replayed,
                site.witness.ask(site.witness.requests()::states),
                site.witness.ask(site.witness.versions()::count),
                site.witness.bits().repeated(),
                instances.stream().mapToInt(Instance::stops).sum(),
                Map.copyOf(faults),
                site.witness.deadLetters());
    }

    private static Duration elapsed(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    @Override
    public void close() {
        site.close();
        ground.close();
    }
}
