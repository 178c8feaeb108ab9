/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.expunge.unlearning.Seeds;
import org.junit.jupiter.api.Test;

class TrainingSetTest {

    private static final TrainingSet SET = TinyCorpus.generate(Seeds.EXAMPLE, 20, 3, 5);

    @Test
    void labelsAreCopied() {
        int first = SET.labels()[0];
        SET.labels()[0] = 77;
        assertThat(SET.labels()[0]).isEqualTo(first);
    }

    @Test
    void rowsOfClassesPartitionTheDocuments() {
        int rows = 0;
        for (int label = 0; label < 3; label++) {
            rows += SET.rowsOf(label).cardinality();
        }
        assertThat(rows).isEqualTo(20);
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSet(SET.counts(), SET.labelSpace(), new int[3]))
                .withMessageContaining("20 documents but 3 labels");
        int[] labels = SET.labels();
        labels[4] = 3;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSet(SET.counts(), SET.labelSpace(), labels))
                .withMessageContaining("document 4 has label 3");
    }
}
