/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.events.VerificationStage;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.StoreJobExecutor;
import io.expunge.processor.job.UnlearningOptions;
import io.expunge.processor.job.VerificationSpecification;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.Pseudonym;
import io.expunge.store.memory.InMemoryModelStore;
import io.expunge.unlearning.attack.AttackCurve;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removals from the model of a set, made and checked as the processor makes and checks them: by its jobs, on a store in memory, with
 * its default settings. Not thread-safe.
 */
final class StoredRemovals {
    private final UnlearningOptions options = ProcessorConfiguration.defaults().unlearning();
    private final ModelStore store = InMemoryModelStore.open();
    private final VerificationCase subject;
    private final StoreJobExecutor executor;
    private final ContentHash base;
    private final StoredModel model;

    /** Trains the model. */
    StoredRemovals(VerificationCase subject, int threads) {
        this.subject = subject;
        this.executor = new StoreJobExecutor(store, options, threads);
        Machine.progress("%s: counting terms and training on all documents", subject.set());
        this.base = new ModelTraining(
                        subject.set(),
                        Analysis.standard(),
                        TrainingSettings.standard().withParallelism(threads))
                .train(subject.train(), Optional.of(subject.test()), store, new SlowProgress(subject.set()))
                .artifact();
        this.model = ModelArtifacts.load(store.open(base));
    }

    /** The version before. */
    StoredModel model() {
        return model;
    }

    /** Removes the class. */
    CheckedRemoval ofClass() {
        return remove("class " + subject.removedClass(), new RemovalTarget.OfClass(subject.removedClass()));
    }

    /** Removes so many documents, drawn at random. */
    CheckedRemoval ofDocuments(int howMany) {
        List<Pseudonym> documents = RemovalCase.someRows(model.documents().size(), howMany).stream()
                .mapToObj(model.documents()::get)
                .toList();
        return remove(howMany + " documents", new RemovalTarget.OfDocuments(documents));
    }

    private CheckedRemoval remove(String removed, RemovalTarget target) {
        SlowProgress progress = new SlowProgress(subject.set() + " without " + removed);
        Machine.progress("%s: removing %s", subject.set(), removed);
        long start = System.nanoTime();
        Outcome outcome = executor.execute(job(removed, target), progress);
        if (!(outcome instanceof Outcome.Produced produced)) {
            throw new IllegalStateException(subject.set() + " without " + removed + " was not made: " + outcome);
        }
        long made = System.nanoTime();
        Machine.progress("%s without %s: checking and attacking", subject.set(), removed);
        List<AttackCurve> curves = new ArrayList<>();
        List<CheckRow> rows =
                executor.verifier(curves::add).check(version(produced.draft().getContentHash()), progress).stream()
                        .map(check -> CheckRow.of(check, curves))
                        .toList();
        return new CheckedRemoval(
                subject.set(), removed, (made - start) / 1e9, (System.nanoTime() - made) / 1e9, rows, curves);
    }

    private JobSpecification job(String removed, RemovalTarget target) {
        String batch = ContentHash.of(removed.getBytes(StandardCharsets.UTF_8)).hex();
        List<JobSpecification.Wanted> wanted = List.of(new JobSpecification.Wanted(removed, target));
        return new JobSpecification.Unlearning(subject.set(), batch, base.hex(), options.method(), wanted);
    }

    private VerificationSpecification version(String contentHash) {
        return new VerificationSpecification(
                subject.set(), 2, contentHash, Optional.of(base.hex()), 2, VerificationStage.DEEP);
    }
}
