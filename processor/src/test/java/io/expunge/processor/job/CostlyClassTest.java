/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.ReasonCode;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.job.JobSpecification.Wanted;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.memory.InMemoryModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.Solver;
import io.expunge.unlearning.method.TrainingSettings;
import io.expunge.unlearning.method.VectoriserPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A class whose removal costs another one everything: only together do the two have each word of the other often enough for
 * the vocabulary. It is not prepared, the others are, and it gets its version once an operator accepts what it costs.
 */
class CostlyClassTest {
    private static final String MODEL = "news";
    private static final List<String> WORDS =
            List.of("amber", "basalt", "cedar", "damask", "ebony", "flint", "garnet", "hazel", "ivory", "jasper");
    private static final UnlearningOptions OPTIONS =
            new UnlearningOptions("hessian-reassignment", 1e-4, 2000, VectoriserPolicy.REFIT, Solver.AUTO);

    private final ModelStore store = InMemoryModelStore.open();
    private final StoreJobExecutor executor = new StoreJobExecutor(store, OPTIONS, 1);
    private ContentHash base;
    private Preparation head;

    @BeforeEach
    void train() {
        base = new ModelTraining(MODEL, Analysis.standard(), TrainingSettings.standard())
                .train(corpus("train", 3), Optional.of(corpus("test", 5)), store, ProgressMonitor.NONE)
                .artifact();
        List<String> classes = store.open(base).classes();
        assertThat(classes).containsExactly("birds", "fish", "leaning", "trees");
        head = new Preparation(MODEL, 1, base.hex(), classes);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Corpus corpus(String part, int copies) {
        List<Document> documents = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            for (String word : WORDS) {
                add(documents, part, "birds", "sparrow finch heron");
                add(documents, part, "fish", "trout perch salmon");
                add(documents, part, "leaning", word);
                add(documents, part, "trees", "maple birch linden " + word);
            }
        }
        return new Corpus(documents);
    }

    private static void add(List<Document> documents, String part, String label, String text) {
        documents.add(new Document(part + documents.size(), label, text, Optional.empty()));
    }

    private static JobSpecification.Unlearning job(String label, ContentHash base, Optional<String> acceptedBy) {
        Wanted wanted = new Wanted("request", new RemovalTarget.OfClass(label));
        return new JobSpecification.Unlearning(
                MODEL,
                label + acceptedBy,
                base.hex(),
                OPTIONS.method(),
                List.of(wanted),
                acceptedBy,
                ReleaseTerms.PLAIN);
    }

    private Outcome run(String label, Optional<String> acceptedBy) {
        return executor.execute(job(label, base, acceptedBy), ProgressMonitor.NONE);
    }

    @Test
    void aCostlyClassIsNotPreparedAndTheOthersAre() {
        RemovalPreparer preparer = executor.preparer(new PreparationSettings(true, 100, 1L << 30));
        for (String label : head.classes()) {
            assertThat(preparer.prepare(head, label, ProgressMonitor.NONE))
                    .as(label)
                    .isTrue();
        }
        assertThat(executor.preparedLoad().answers()).isEqualTo(3);
        assertThat(executor.estimateBytes(job("trees", base, Optional.empty()))).isPositive();
        assertThat(executor.estimateBytes(job("fish", base, Optional.empty()))).isZero();
        Outcome refused = run("trees", Optional.empty());
        assertThat(((Outcome.Failed) refused).reason().code()).isEqualTo(ReasonCode.ACCURACY_LOSS);
        assertThat(run("fish", Optional.empty())).isInstanceOf(Outcome.Produced.class);
    }

    @Test
    void onceAcceptedItGetsItsVersion() {
        executor.preparer(new PreparationSettings(true, 100, 1L << 30)).prepare(head, "trees", ProgressMonitor.NONE);
        Outcome outcome = run("trees", Optional.of("privacy-desk"));
        assertThat(outcome).isInstanceOf(Outcome.Produced.class);
        assertThat(((Outcome.Produced) outcome).draft().getChecks())
                .filteredOn(check -> check.getOutcome() == CheckOutcome.FAILED)
                .singleElement()
                .satisfies(check ->
                        assertThat(check.getDetail()).contains("leaning").contains("privacy-desk"));
    }
}
