/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.memory.InMemoryModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.CorpusFormatException;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.TermCounter;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.method.TrainingSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** A model nobody could announce or delete from is refused before it is trained. */
class ModelBoundsTest {
    private static Document document(String id, String label, Optional<String> subject) {
        return new Document(id, label, "some words of " + label, subject);
    }

    private static AbstractThrowableAssert<?, ?> refused(Document... documents) {
        ModelTraining training = new ModelTraining("m", Analysis.standard(), TrainingSettings.standard());
        return assertThatThrownBy(() -> training.train(
                        new Corpus(List.of(documents)),
                        Optional.empty(),
                        InMemoryModelStore.open(),
                        ProgressMonitor.NONE))
                .isInstanceOf(CorpusFormatException.class);
    }

    @Test
    void aDocumentNobodyCouldAskFor() {
        refused(document("d".repeat(1001), "a", Optional.empty())).hasMessageContaining("document_id");
        refused(document("d", "a", Optional.of("s".repeat(1001))))
                .hasMessageContaining("subject")
                .hasMessageContaining("1001 characters");
    }

    @Test
    void aClassNameThatIsTooLong() {
        refused(document("d", "c".repeat(201), Optional.empty()))
                .hasMessageContaining("201 characters")
                .hasMessageContaining("Shorten");
        assertThat(ModelBounds.problem(List.of("c".repeat(200), "b"))).isEmpty();
    }

    @Test
    void tooManyClasses() {
        List<String> classes =
                IntStream.rangeClosed(0, 10_000).mapToObj(Integer::toString).toList();
        assertThat(ModelBounds.problem(classes).orElseThrow()).startsWith("10001 classes");
        assertThat(ModelBounds.problem(classes.subList(0, 10_000))).isEmpty();
    }

    @Test
    void namesThatAreTooLongTogether() {
        List<String> classes = IntStream.range(0, 2000)
                .mapToObj(number -> "class " + number + " " + "é".repeat(100))
                .toList();
        assertThat(ModelBounds.problem(classes).orElseThrow())
                .contains("2000 classes")
                .contains("merge");
        assertThat(ModelBounds.problem(classes.subList(0, 500))).isEmpty();
    }

    @Test
    void moreParametersThanAFileHolds() {
        List<String> texts = IntStream.range(0, 18)
                .mapToObj(number -> number % 2 == 0 ? "silver golden copper" : "red green blue")
                .toList();
        TermCounts counts = TermCounter.count(Analysis.standard(), texts, ProgressMonitor.NONE);
        ModelBounds.require(counts, Analysis.standard(), 10);
        assertThatThrownBy(() -> ModelBounds.require(counts, Analysis.standard(), Integer.MAX_VALUE))
                .isInstanceOf(CorpusFormatException.class)
                .hasMessageContaining("parameters")
                .hasMessageContaining("Merge classes");
    }
}
