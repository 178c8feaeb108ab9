/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.SolverEvidence;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.job.JobSpecification.Wanted;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.TrainedSample;
import io.expunge.store.Artifact;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.memory.InMemoryModelStore;
import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.method.Solver;
import io.expunge.unlearning.method.VectoriserPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A prepared answer is the memoised first part of the job: same artifact, same event, and never more than advice. */
class PreparedRemovalTest {
    private static final String MODEL = "newsroom";
    private static final UnlearningOptions OPTIONS =
            new UnlearningOptions("hessian-reassignment", 1e-4, 2000, VectoriserPolicy.REFIT, Solver.AUTO);
    private static final PreparationSettings AMPLE = new PreparationSettings(true, 100, 1L << 30);

    private static ModelStore origin;
    private static Artifact base;
    private static List<String> classes;

    private ModelStore store;
    private StoreJobExecutor executor;
    private RemovalPreparer preparer;
    private Preparation head;

    @BeforeAll
    static void train() {
        origin = InMemoryModelStore.open();
        base = origin.open(TrainedSample.put(origin, MODEL));
        classes = base.classes();
    }

    @AfterAll
    static void close() {
        origin.close();
    }

    @BeforeEach
    void open() {
        store = storeWithBase();
        executor = new StoreJobExecutor(store, OPTIONS, 2);
        preparer = executor.preparer(AMPLE);
        head = new Preparation(MODEL, 1, base.hash().hex(), classes);
    }

    private static ModelStore storeWithBase() {
        ModelStore copy = InMemoryModelStore.open();
        assertThat(copy.put(new ArtifactDraft(base.lineage(), base.contents()))).isEqualTo(base.hash());
        return copy;
    }

    private static JobSpecification.Unlearning job(String batchId, RemovalTarget... targets) {
        List<Wanted> wanted = new ArrayList<>();
        for (RemovalTarget target : targets) {
            wanted.add(new Wanted("request-" + wanted.size(), target));
        }
        return new JobSpecification.Unlearning(MODEL, batchId, base.hash().hex(), OPTIONS.method(), wanted);
    }

    private static RemovalTarget removal(String label) {
        return new RemovalTarget.OfClass(label);
    }

    private static Outcome.Produced unprepared(JobSpecification.Unlearning job) {
        return (Outcome.Produced) new StoreJobExecutor(storeWithBase(), OPTIONS, 2).execute(job, ProgressMonitor.NONE);
    }

    /** Seconds are the one thing a clock decides; everything else must be the same. Locations are those of the store. */
    private static ModelVersionPublished comparable(Outcome.Produced produced) {
        ModelVersionPublished draft = produced.draft();
        SolverEvidence timeless =
                SolverEvidence.newBuilder(draft.getEvidence()).setSeconds(0).build();
        return ModelVersionPublished.newBuilder(draft)
                .setLocation("")
                .setEvidence(timeless)
                .build();
    }

    @Test
    void everyPreparedClassIsTheVeryResultOfItsJob() {
        for (String label : classes) {
            assertThat(preparer.prepare(head, label, ProgressMonitor.NONE)).isTrue();
        }
        assertThat(store.list()).as("nothing prepared is visible").containsExactly(base.hash());
        for (String label : List.of(classes.get(0), classes.get(classes.size() - 1))) {
            JobSpecification.Unlearning job = job("batch-" + label, removal(label), removal(label));
            assertThat(executor.estimateBytes(job)).as("no memory to wait for").isZero();
            Outcome.Produced prepared = (Outcome.Produced) executor.execute(job, new Forbidden());
            Outcome.Produced solved = unprepared(job);
            assertThat(comparable(prepared)).isEqualTo(comparable(solved));
            assertThat(prepared.served()).isEqualTo(solved.served());
            ContentHash hash = new ContentHash(prepared.draft().getContentHash());
            assertThat(store.findByBatch(job.batchId())).contains(hash);
            assertThat(store.open(hash).contents().servedRequests()).hasSize(2);
        }
    }

    @Test
    void onlyABatchOfExactlyThatClassFindsTheAnswer() {
        preparer.prepare(head, classes.get(0), ProgressMonitor.NONE);
        RemovalTarget document = new RemovalTarget.OfDocuments(
                List.of(base.trainingSet().documents().get(0)));
        List<JobSpecification.Unlearning> others = List.of(
                job("b", removal(classes.get(1))),
                job("b", removal(classes.get(0)), removal(classes.get(1))),
                job("b", removal(classes.get(0)), document),
                job("b", document),
                new JobSpecification.Unlearning(
                        MODEL,
                        "b",
                        base.hash().hex(),
                        "retrain",
                        job("b", removal(classes.get(0))).requests()));
        assertThat(others).allSatisfy(job -> assertThatThrownBy(() -> executor.execute(job, new Forbidden()))
                .isInstanceOf(CancelledException.class));
        assertThat(executor.execute(job("b", removal(classes.get(0))), new Forbidden()))
                .isInstanceOf(Outcome.Produced.class);
    }

    @Test
    void whatWasDiscardedIsSolvedAgainToTheSameBits() {
        preparer.prepare(head, classes.get(0), ProgressMonitor.NONE);
        store.staging().discardAll(); // as another instance does at its start
        JobSpecification.Unlearning job = job("b", removal(classes.get(0)));
        Outcome.Produced solved = (Outcome.Produced) executor.execute(job, ProgressMonitor.NONE);
        assertThat(comparable(solved)).isEqualTo(comparable(unprepared(job)));
    }

    @Test
    void discardingAModelForgetsItsAnswers() {
        preparer.prepare(head, classes.get(0), ProgressMonitor.NONE);
        preparer.discard(MODEL);
        JobSpecification.Unlearning job = job("b", removal(classes.get(0)));
        assertThatThrownBy(() -> executor.execute(job, new Forbidden())).isInstanceOf(CancelledException.class);
    }

    @Test
    void aHeadThatMovedElsewhereLeavesNothingStaged() {
        store.advanceHead(MODEL, new HeadHint(2, 7, base.hash()));
        assertThat(preparer.prepare(head, classes.get(0), ProgressMonitor.NONE)).isFalse();
        JobSpecification.Unlearning job = job("b", removal(classes.get(0)));
        assertThatThrownBy(() -> executor.execute(job, new Forbidden())).isInstanceOf(CancelledException.class);
    }

    @Test
    void diskAndClassesAreBounded() {
        RemovalPreparer noDisk = executor.preparer(new PreparationSettings(true, 100, 1));
        assertThat(noDisk.prepare(head, classes.get(0), ProgressMonitor.NONE)).isFalse();
        RemovalPreparer oneClass = executor.preparer(new PreparationSettings(true, 1, 1L << 30));
        assertThat(oneClass.prepare(head, classes.get(1), ProgressMonitor.NONE)).isFalse();
        assertThat(oneClass.prepare(head, classes.get(0), ProgressMonitor.NONE)).isTrue();
    }

    @Test
    void aCancelledPreparationKeepsNothing() {
        assertThatThrownBy(() -> preparer.prepare(head, classes.get(0), new Forbidden()))
                .isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> executor.execute(job("b", removal(classes.get(0))), new Forbidden()))
                .isInstanceOf(CancelledException.class);
    }

    /** Fails whoever starts to solve anything. */
    private static final class Forbidden implements ProgressMonitor {
        @Override
        public void progress(String stage, long done, long total) {
            // Only solving is forbidden.
        }

        @Override
        public void checkCancelled() {
            throw new CancelledException("nothing is to be solved here");
        }
    }
}
