/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.solve.Workers;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.sparse.csc.CommonOps_DSCC;

class SparseTransposeTest {

    @Property(seed = Seeds.PROPERTY, tries = 40)
    void isTheTransposeEntryForEntryOnAnyNumberOfThreads(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int documents,
            @ForAll @IntRange(min = 1, max = 3) int threads) {
        TrainingSet set = TinyCorpus.generate(seed, 10 + documents, 3, 12);
        DMatrixSparseCSC matrix =
                Vectoriser.fit(TinyCorpus.ANALYSIS, set.counts()).transform(set.counts());
        DMatrixSparseCSC expected = CommonOps_DSCC.transpose(matrix, null, null);
        try (Workers workers = new Workers(threads)) {
            DMatrixSparseCSC transposed = SparseTranspose.of(matrix, workers);
            assertThat(transposed.numRows).isEqualTo(expected.numRows);
            assertThat(transposed.numCols).isEqualTo(expected.numCols);
            assertThat(transposed.nz_length).isEqualTo(expected.nz_length);
            assertThat(transposed.col_idx).startsWith(Arrays.copyOf(expected.col_idx, expected.numCols + 1));
            assertThat(transposed.nz_rows).isEqualTo(Arrays.copyOf(expected.nz_rows, expected.nz_length));
            assertThat(transposed.nz_values).isEqualTo(Arrays.copyOf(expected.nz_values, expected.nz_length));
        }
    }
}
