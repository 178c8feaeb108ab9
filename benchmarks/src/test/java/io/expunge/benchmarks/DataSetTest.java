/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.expunge.unlearning.solve.Workers;
import org.junit.jupiter.api.Test;

class DataSetTest {

    @Test
    void aSetIsFoundByTheNameOfItsDirectory() {
        for (DataSet set : DataSet.values()) {
            assertThat(DataSet.named(set.directory())).isEqualTo(set);
        }
        assertThat(DataSet.directories(new String[0])).hasSize(DataSet.values().length);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSet.named("reuters"))
                .withMessageContaining("20newsgroups");
    }

    @Test
    void theTriadDoesWhatItsNameSays() {
        try (Workers workers = new Workers(2)) {
            double[] result = new Triad().run(workers);
            assertThat(result).hasSize(Triad.LENGTH);
            assertThat(result[0]).isEqualTo(7);
            assertThat(result[Triad.LENGTH - 1]).isEqualTo(7);
        }
    }
}
