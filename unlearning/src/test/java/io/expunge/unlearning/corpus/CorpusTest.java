/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CorpusTest {

    private static Document document(String id) {
        return new Document(id, "label", "text", Optional.empty());
    }

    @Test
    void needsDocumentsWithDistinctIds() {
        assertThatExceptionOfType(CorpusFormatException.class)
                .isThrownBy(() -> new Corpus(List.of()))
                .withMessageContaining("no documents");
        assertThatExceptionOfType(CorpusFormatException.class)
                .isThrownBy(() -> new Corpus(List.of(document("1"), document("2"), document("1"))))
                .withMessageContaining("'1'")
                .satisfies(e -> assertThat(e.line()).isEmpty());
    }

    @Test
    void keepsItsDocumentsWhateverBecomesOfTheList() {
        List<Document> documents = new ArrayList<>(List.of(document("1")));
        Corpus corpus = new Corpus(documents);
        documents.clear();
        assertThat(corpus.size()).isEqualTo(1);
    }

    @Test
    void blankFieldsOfADocumentAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Document(" ", "label", "", Optional.empty()))
                .withMessageContaining("id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Document("1", "", "", Optional.empty()))
                .withMessageContaining("label");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Document("1", "label", "", Optional.of("")))
                .withMessageContaining("subject");
    }
}
