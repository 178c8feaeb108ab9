/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Sample;
import io.expunge.store.Artifact;
import io.expunge.store.CardStatement;
import io.expunge.store.CardTopic;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelCard;
import io.expunge.store.ModelCard.DeletionCount;
import io.expunge.store.Operation;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every version carries a card of its own: what people stated stays, what is counted is counted again. */
class ModelCardJobTest {
    private static final CardStatement STATED = CardStatement.NONE.with(
            Map.of(CardTopic.PURPOSE, "Sorts reader letters.", CardTopic.CONTACT, "The newsroom"));

    private static Sample sample;
    private static ContentHash first;

    @BeforeAll
    static void train() {
        sample = new Sample();
        first = train(STATED, sample.corpus.train());
    }

    private static ContentHash train(CardStatement statement, Corpus documents) {
        return new ModelTraining(Sample.MODEL, Analysis.standard(), TrainingSettings.standard(), statement)
                .train(documents, Optional.of(sample.corpus.test()), sample.store, ProgressMonitor.NONE)
                .artifact();
    }

    private static ContentHash without(StoreJobExecutor executor, ContentHash base, RemovalTarget target) {
        return produced(executor.execute(sample.job(base, target), ProgressMonitor.NONE));
    }

    private static ContentHash produced(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Produced.class);
        return new ContentHash(((Outcome.Produced) outcome).draft().getContentHash());
    }

    private static ModelCard card(ContentHash hash) {
        return sample.store.open(hash).card().orElseThrow();
    }

    /** Those of the classes, weighted with their evaluation documents, make that of all. */
    private static void requireAccuraciesOf(ModelCard card, String metric) {
        double right = card.classes().stream()
                .filter(one -> one.evaluationDocuments() > 0)
                .mapToDouble(one -> card.accuracies().getOrDefault(one.name(), 0.0) * one.evaluationDocuments())
                .sum();
        assertThat(card.accuracies().keySet())
                .containsExactlyInAnyOrderElementsOf(card.classes().stream()
                        .filter(one -> one.evaluationDocuments() > 0)
                        .map(ModelCard.ClassCount::name)
                        .toList());
        assertThat(right / card.evaluationDocuments())
                .isCloseTo(card.metrics().getOrDefault(metric, -1.0), Offset.offset(1e-12));
    }

    @Test
    void trainingWritesTheCardOfTheFirstVersion() {
        ModelCard card = card(first);

        assertThat(card.statement()).isEqualTo(STATED);
        assertThat(card.operation()).isEqualTo(Operation.TRAINED);
        assertThat(card.trainingDocuments())
                .isEqualTo(sample.corpus.train().documents().size());
        assertThat(card.evaluationDocuments())
                .isEqualTo(sample.corpus.test().documents().size());
        requireAccuraciesOf(card, "test-accuracy");
        assertThat(card.deletions()).isEqualTo(new DeletionCount(0, 0, List.of()));
        assertThat(sample.store.open(first).cardPage().orElseThrow())
                .contains("Sorts reader letters.")
                .contains("The newsroom");
    }

    @Test
    void aRemovalCountsAgainAndKeepsWhatIsStated() {
        ContentHash second = without(sample.executor(1), first, new RemovalTarget.OfClass("sport"));
        ContentHash third = without(sample.executor(1), second, sample.documents(sample.idsOf("science")[0]));

        ModelCard card = card(third);
        assertThat(card.statement()).isEqualTo(STATED);
        assertThat(card.operation()).isEqualTo(Operation.UNLEARNED);
        assertThat(card.classes()).extracting(ModelCard.ClassCount::name).doesNotContain("sport");
        assertThat(card.trainingDocuments())
                .isEqualTo(card(first).trainingDocuments() - sample.idsOf("sport").length - 1);
        assertThat(card.deletions().classes()).containsExactly("sport");
        assertThat(card.deletions().documents()).isEqualTo(1);
        assertThat(card.metrics()).containsKey("relative-distance-bound");
        requireAccuraciesOf(card, "retained-accuracy-after");
        assertThat(sample.store.open(third).cardPage().orElseThrow()).contains("Classes named in requests: 1: sport");
    }

    /** A job may find its base in memory, where it left it itself, or in the store. */
    @Test
    void theCardIsTheSameWhereverTheBaseWasFound() {
        StoreJobExecutor remembering = sample.executor(1);
        ContentHash base = without(remembering, first, new RemovalTarget.OfClass("science"));

        ContentHash remembered = without(remembering, base, new RemovalTarget.OfClass("sport"));
        ContentHash read = without(sample.executor(2), base, new RemovalTarget.OfClass("sport"));

        assertThat(remembered).isEqualTo(read);
        assertThat(card(read).statement()).isEqualTo(STATED);
    }

    @Test
    void aModelTrainedAgainKeepsWhatItDoesNotStateAnew() {
        ContentHash second = without(sample.executor(1), first, new RemovalTarget.OfClass("sport"));
        Corpus others = new Corpus(sample.corpus.train().documents().stream()
                .filter(document -> !document.label().equals("sport"))
                .toList());
        ContentHash again = train(CardStatement.NONE.with(Map.of(CardTopic.CONTACT, "The archive")), others);

        ContentHash third =
                produced(sample.executor(1).execute(sample.admission(second.hex(), again.hex()), ProgressMonitor.NONE));

        ModelCard card = card(third);
        assertThat(card.statement().text(CardTopic.PURPOSE)).contains("Sorts reader letters.");
        assertThat(card.statement().text(CardTopic.CONTACT)).contains("The archive");
        assertThat(card.operation()).isEqualTo(Operation.TRAINED);
        assertThat(card.deletions().classes()).containsExactly("sport");
        requireAccuraciesOf(card, "test-accuracy");
    }

    @Test
    void theCardIsPartOfWhatTheContentHashProves() {
        Artifact artifact = sample.store.open(first);

        assertThat(artifact.files()).containsKeys("model-card.json", "model-card.md");
        assertThat(artifact.contents().card()).isEqualTo(artifact.card());
    }
}
