/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.unlearning.model.SparseTranspose;
import io.expunge.unlearning.solve.Workers;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.sparse.csc.RandomMatrices_DSCC;

/** What is proved rests on this transposition, so every way of it being wrong is tried. */
class TransposeCheckTest {
    private static DMatrixSparseCSC matrix(long seed, int rows, int columns) {
        Random random = new Random(seed);
        return RandomMatrices_DSCC.rectangle(rows, columns, Math.max(2, rows * columns / 3), -1, 1, random);
    }

    private static void check(DMatrixSparseCSC matrix, Consumer<DMatrixSparseCSC> damage) {
        try (Workers workers = new Workers(2)) {
            DMatrixSparseCSC transposed = SparseTranspose.of(matrix, workers);
            damage.accept(transposed);
            TransposeCheck.require(matrix, transposed, workers);
        }
    }

    @Property(tries = 200)
    void aTranspositionPasses(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 30) int rows,
            @ForAll @IntRange(min = 2, max = 30) int columns) {
        assertThatCode(() -> check(matrix(seed, rows, columns), transposed -> {}))
                .doesNotThrowAnyException();
    }

    @Property(tries = 200)
    void anotherValuePlaceOrEntryIsFound(
            @ForAll long seed,
            @ForAll @IntRange(min = 3, max = 30) int rows,
            @ForAll @IntRange(min = 3, max = 30) int columns) {
        DMatrixSparseCSC matrix = matrix(seed, rows, columns);
        int entry = new Random(seed).nextInt(matrix.nz_length);
        assertFound(matrix, transposed -> transposed.nz_values[entry] = Math.nextUp(transposed.nz_values[entry]));
        assertFound(matrix, transposed -> transposed.nz_rows[entry] = (transposed.nz_rows[entry] + 1) % columns);
        assertFound(matrix, transposed -> {
            int other = (entry + 1) % transposed.nz_length;
            transposed.nz_values[entry] = transposed.nz_values[other];
        });
        assertFound(matrix, transposed -> transposed.col_idx[transposed.numCols]--);
    }

    private static void assertFound(DMatrixSparseCSC matrix, Consumer<DMatrixSparseCSC> damage) {
        assertThatThrownBy(() -> check(matrix, damage))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing was proved");
    }
}
