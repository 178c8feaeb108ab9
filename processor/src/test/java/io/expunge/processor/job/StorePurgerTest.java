/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.command.Command.Erased;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.PurgeDone;
import io.expunge.processor.command.CommandSender;
import io.expunge.processor.job.PurgeSpecification.Target;
import io.expunge.processor.testing.QueuedCommands;
import io.expunge.processor.testing.RecordingCommands;
import io.expunge.processor.testing.Sample;
import io.expunge.store.Artifact;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.Operation;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Purges of real artifacts: what goes, what stays, and that doing it twice is doing it once. */
class StorePurgerTest {
    private static final long OLD_AT_ONCE = -1000;
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Sample sample = new Sample();
    private final String document = sample.idsOf("science")[0];
    private final ContentHash head = without(document);
    private final StorePurger purger =
            new StorePurger(sample.store, new RecordingCommands(), Duration.ofMillis(1), Clock.systemUTC());

    @AfterEach
    void close() {
        purger.close();
    }

    private ContentHash without(String id) {
        JobSpecification.Unlearning job = sample.job(sample.base, sample.documents(id));
        Outcome.Produced produced = (Outcome.Produced) sample.executor(1).execute(job, ProgressMonitor.NONE);
        return new ContentHash(produced.draft().getContentHash());
    }

    private PurgeSpecification purge(long orphanMillis, Set<String> live, Target... targets) {
        return new PurgeSpecification(
                Sample.MODEL, 7, head.hex(), List.of(targets), live, "", HonouredDeletions.NONE, orphanMillis);
    }

    private Target target(ContentHash hash) {
        return new Target(hash.hex(), false, head.hex());
    }

    @Test
    void whatHoldsForgottenDataGoesAndTheHeadStaysWhole() {
        PurgeSpecification purge = purge(DAY, Set.of(head.hex()), target(sample.base));
        PurgeDone done = purger.carryOut(purge);
        assertThat(done.planSequence()).isEqualTo(7);
        assertThat(done.erased()).singleElement().satisfies(erased -> {
            assertThat(erased.contentHash()).isEqualTo(sample.base.hex());
            assertThat(erased.objects()).isGreaterThan(3);
            assertThat(erased.bytes()).isGreaterThan(10_000);
        });
        assertThat(sample.store.list()).containsExactly(head);
        sample.load(head);
        List<Erased> again = purger.carryOut(purge).erased();
        assertThat(again).isEqualTo(done.erased());
    }

    @Test
    void whatHoldsNothingForgottenStays() {
        ContentHash clean = sample.train(
                Sample.MODEL,
                new Corpus(sample.corpus.train().documents().stream()
                        .filter(one -> !one.id().equals(document))
                        .toList()));
        PurgeDone done = purger.carryOut(purge(DAY, Set.of(head.hex()), target(clean)));
        assertThat(done.kept()).containsExactly(clean.hex());
        assertThat(done.erased()).isEmpty();
        sample.load(clean);
    }

    @Test
    void whatFailedGoesWhateverItHolds() {
        ContentHash failed = without(sample.idsOf("science")[1]);
        Target certain = new Target(failed.hex(), true, head.hex());
        assertThat(purger.carryOut(purge(DAY, Set.of(head.hex()), certain)).erased())
                .extracting(Erased::contentHash)
                .containsExactly(failed.hex());
    }

    @Test
    void whatLivesIsNeverTouchedWhateverThePlanSays() {
        Target certain = new Target(head.hex(), true, head.hex());
        PurgeDone done = purger.carryOut(purge(DAY, Set.of(head.hex()), certain));
        assertThat(done.kept()).containsExactly(head.hex());
        sample.load(head);
    }

    @Test
    void outdatedResultsAndWhatHoldsForgottenDataAreOrphansOnceTheyAreOld() {
        ContentHash outdated = without(sample.idsOf("science")[1]);
        PurgeDone young = purger.carryOut(purge(DAY, Set.of(head.hex())));
        assertThat(young.orphans()).isEmpty();
        assertThat(young.postponed()).isEqualTo(2);
        PurgeDone old = purger.carryOut(purge(OLD_AT_ONCE, Set.of(head.hex())));
        assertThat(old.orphans()).containsExactlyInAnyOrder(outdated.hex(), sample.base.hex());
        assertThat(old.postponed()).isZero();
        assertThat(sample.store.list()).as("named only; a plan has to follow").hasSize(3);
        Target orphan = new Target(outdated.hex(), false, "");
        assertThat(purger.carryOut(purge(DAY, Set.of(head.hex()), orphan)).erased())
                .hasSize(1);
    }

    @Test
    void whatTheHeadWasMadeFromIsNotOutdatedThoughNobodyFollowsIt() {
        Artifact parent = sample.store.open(head);
        ContentHash child = sample.store.put(new ArtifactDraft(
                new Lineage(
                        Sample.MODEL,
                        Optional.of(head),
                        Operation.UNLEARNED,
                        Optional.of("later"),
                        parent.lineage().provenance()),
                parent.contents()));
        PurgeSpecification purge = new PurgeSpecification(
                Sample.MODEL, 7, child.hex(), List.of(), Set.of(child.hex()), "", HonouredDeletions.NONE, OLD_AT_ONCE);
        assertThat(purger.carryOut(purge).orphans()).containsExactly(sample.base.hex());
    }

    @Test
    void whatWasRegisteredAndNotAnsweredAndTheResultOfTheJobAtWorkAreNoOrphans() {
        JobSpecification.Unlearning job = sample.job(sample.base, sample.documents(sample.idsOf("science")[1]));
        sample.executor(1).execute(job, ProgressMonitor.NONE);
        PurgeSpecification purge = new PurgeSpecification(
                Sample.MODEL,
                7,
                head.hex(),
                List.of(),
                Set.of(head.hex(), sample.base.hex()),
                job.batchId(),
                HonouredDeletions.NONE,
                OLD_AT_ONCE);
        PurgeDone done = purger.carryOut(purge);
        assertThat(done.orphans()).isEmpty();
        assertThat(done.postponed()).isZero();
    }

    /** The store, with something that happens before an artifact is opened. */
    private ModelStore before(Runnable opening) {
        return (ModelStore) Proxy.newProxyInstance(
                ModelStore.class.getClassLoader(), new Class<?>[] {ModelStore.class}, (self, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        opening.run();
                    }
                    try {
                        return method.invoke(sample.store, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    @Test
    void whatIsForsakenWhileItIsLookedAtIsNotErased() throws InterruptedException {
        CountDownLatch opened = new CountDownLatch(1);
        AtomicReference<Runnable> opening = new AtomicReference<>(() -> {});
        RecordingCommands commands = new RecordingCommands();
        try (StorePurger losing =
                new StorePurger(before(() -> opening.get().run()), commands, Duration.ofMillis(1), Clock.systemUTC())) {
            opening.set(() -> {
                losing.forsake(Sample.MODEL);
                opened.countDown();
            });
            losing.submit(purge(DAY, Set.of(head.hex()), target(sample.base)));
            assertThat(opened.await(1, TimeUnit.MINUTES)).isTrue();
        } // which waits for what is at work
        assertThat(sample.store.list()).contains(sample.base);
        assertThat(commands.take()).isEmpty();
    }

    @Test
    void aPurgeThatAnErrorEndedIsTriedAgain() throws InterruptedException {
        AtomicBoolean first = new AtomicBoolean(true);
        QueuedCommands commands = new QueuedCommands();
        ModelStore exhausting = before(() -> {
            if (first.getAndSet(false)) {
                throw new OutOfMemoryError("as a test has it");
            }
        });
        try (StorePurger trying = purger(exhausting, commands, new MemoryBudget(1), modelId -> {})) {
            trying.submit(purge(DAY, Set.of(head.hex()), target(sample.base)));
            PurgeDone done = (PurgeDone) commands.nextOfAny();
            assertThat(done.erased()).hasSize(1);
        }
    }

    @Test
    void whatIsLookedIntoWaitsForTheMemoryOfTheJobs() throws InterruptedException {
        MemoryBudget memory = new MemoryBudget(1);
        memory.acquire(1);
        QueuedCommands commands = new QueuedCommands();
        StorePurger waiting = purger(sample.store, commands, memory, modelId -> {});
        waiting.submit(purge(DAY, Set.of(head.hex()), target(sample.base)));
        waiting.close(); // and does not keep a closing service waiting
        assertThat(commands.left()).isEmpty();
        assertThat(sample.store.list()).contains(sample.base);
    }

    private static StorePurger purger(
            ModelStore store, CommandSender commands, MemoryBudget memory, Consumer<String> unstage) {
        return new StorePurger(store, commands, Duration.ofMillis(1), Clock.systemUTC(), memory, unstage);
    }

    @Test
    void whatIsStagedIsDiscardedByWhoCountsOnIt() {
        List<String> unstaged = new ArrayList<>();
        try (StorePurger beside = purger(sample.store, new RecordingCommands(), new MemoryBudget(1), unstaged::add)) {
            beside.carryOut(purge(DAY, Set.of(head.hex())));
        }
        assertThat(unstaged).containsExactly(Sample.MODEL);
    }
}
