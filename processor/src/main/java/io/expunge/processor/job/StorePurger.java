/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.Erased;
import io.expunge.processor.command.CommandSender;
import io.expunge.processor.job.PurgeSpecification.Target;
import io.expunge.store.ContentHash;
import io.expunge.store.ErasedArtifact;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.unlearning.CancelledException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries purges out on a model store, one after the other on a thread of its own. What the training set of an artifact
 * shows to hold nothing forgotten is left alone. A purge that the store refuses is tried again until it succeeds or the
 * service stops: the duty does not go away. Thread-safe.
 */
public final class StorePurger implements Purger {
    private static final Logger LOG = LoggerFactory.getLogger(StorePurger.class);

    /** Refused for another reason than that the storage is away, it waits for a person. */
    private static final int LONGER = 30;

    private final ModelStore store;
    private final CommandSender commands;
    private final Duration retryDelay;
    private final Clock clock;
    private final MemoryBudget memory;
    private final Consumer<String> unstage;
    /** What waits or is being carried out, as it was said last: a hold may have come meanwhile. */
    private final Map<String, PurgeSpecification> known = new ConcurrentHashMap<>();

    private final Map<String, Instant> since = new ConcurrentHashMap<>();
    private final LongAdder done = new LongAdder();

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "expunge-purge");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Makes a purger that shares its memory with nobody.
     *
     * @param store what is purged; the caller's to close
     * @param commands tells what went; the caller's to close
     * @param retryDelay how long to wait when the store is away
     * @param clock says which orphans are old
     */
    public StorePurger(ModelStore store, CommandSender commands, Duration retryDelay, Clock clock) {
        this(store, commands, retryDelay, clock, new MemoryBudget(Long.MAX_VALUE), modelId -> store.staging()
                .discardAll(modelId));
    }

    /**
     * Makes a purger beside jobs.
     *
     * @param memory what the artifacts that are looked into have to fit into beside the jobs
     * @param unstage discards what is staged of a model, and lets go of it whoever prepared it
     */
    StorePurger(
            ModelStore store,
            CommandSender commands,
            Duration retryDelay,
            Clock clock,
            MemoryBudget memory,
            Consumer<String> unstage) {
        this.store = store;
        this.commands = commands;
        this.retryDelay = retryDelay;
        this.clock = clock;
        this.memory = memory;
        this.unstage = unstage;
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void submit(PurgeSpecification purge) {
        since.putIfAbsent(name(purge), clock.instant());
        if (known.put(name(purge), purge) == null) {
            schedule(name(purge), 0);
        }
    }

    @Override
    public void forsake(String modelId) {
        known.values().removeIf(purge -> purge.modelId().equals(modelId));
        since.keySet().retainAll(known.keySet());
    }

    /** What there is to do, and what was done. */
    public PurgeLoad load() {
        return new PurgeLoad(known.size(), done.sum(), since.values().stream().min(Instant::compareTo));
    }

    private static String name(PurgeSpecification purge) {
        return purge.planSequence() + " " + purge.modelId();
    }

    private void schedule(String name, long delayMillis) {
        try {
            executor.schedule(() -> run(name), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.info("purge {} stops with the service; the next owner takes it up", name);
        }
    }

    // Whatever happens, the purge goes on: nobody else would.
    private void run(String name) {
        Optional.ofNullable(known.get(name)).ifPresent(purge -> {
            try {
                attempt(name, purge);
            } catch (ModelStoreException.StoreUnavailable unavailable) {
                LOG.warn("purge {} waits: {}", name, unavailable.getMessage());
                schedule(name, retryDelay.toMillis());
            } catch (CancelledException stopped) {
                LOG.info("purge {} stops with the service; the next owner takes it up", name);
            } catch (RuntimeException | Error refused) {
                LOG.error("purge {} cannot go on; it is tried again", name, refused);
                schedule(name, retryDelay.toMillis() * LONGER);
            }
        });
    }

    private void attempt(String name, PurgeSpecification purge) {
        Optional<Command.PurgeDone> result = carryOut(purge, () -> purge.equals(known.get(name)));
        if (result.isPresent()) {
            commands.send(purge.modelId(), result.get());
            known.remove(name);
            since.remove(name);
            done.increment();
        } else {
            LOG.info("purge {} stops: it was changed, or is somebody else's now", name);
            schedule(name, 0);
        }
    }

    /** Does it on the calling thread. Repeating it after a crash at any point ends in the same result. */
    Command.PurgeDone carryOut(PurgeSpecification purge) {
        return carryOut(purge, () -> true).orElseThrow();
    }

    /**
     * Looking takes long, and meanwhile a hold may come, or the model go to another instance.
     *
     * @param wanted asked before anything is taken away
     * @return empty if it was no longer wanted
     */
    private Optional<Command.PurgeDone> carryOut(PurgeSpecification purge, BooleanSupplier wanted) {
        List<ContentHash> going = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        PurgeChecks checks = new PurgeChecks(store, purge, memory);
        for (Target target : purge.targets()) {
            if (checks.mayGo(target)) {
                going.add(new ContentHash(target.contentHash()));
            } else {
                kept.add(target.contentHash());
            }
        }
        Set<ContentHash> living = living(purge);
        if (!wanted.getAsBoolean()) {
            return Optional.empty();
        }
        List<Erased> erased = store.erasure().erase(going, living).stream()
                .map(StorePurger::told)
                .toList();
        if (!wanted.getAsBoolean()) {
            return Optional.empty();
        }
        unstage.accept(purge.modelId());
        Instant old = clock.instant().minusMillis(purge.orphanMillis());
        store.erasure().sweep(old, living);
        PurgeChecks.Orphans orphans = checks.orphans(old);
        return Optional.of(new Command.PurgeDone(
                clock.millis(),
                purge.modelId(),
                purge.planSequence(),
                erased,
                kept,
                orphans.found(),
                orphans.postponed()));
    }

    /** What the ledger knows to live, and the result of the job at work, need no listing to be spared. */
    private Set<ContentHash> living(PurgeSpecification purge) {
        Stream<ContentHash> live = purge.live().stream().map(ContentHash::new);
        Stream<ContentHash> coming =
                Optional.of(purge.batchInFlight())
                        .filter(batch -> !batch.isEmpty())
                        .flatMap(store::findByBatch)
                        .stream();
        return Stream.concat(live, coming).collect(Collectors.toSet());
    }

    private static Erased told(ErasedArtifact erased) {
        return new Erased(erased.hash().hex(), erased.objects(), erased.bytes());
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("a purge does not stop; it ends with the process and is taken up again");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
