/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.features.Vectoriser;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ejml.data.DMatrixSparseCSC;

class SinglePrecisionMatrixTest {

    @Property(seed = Seeds.PROPERTY, tries = 30)
    void columnsStandFromTheLongestToTheShortestAndEqualsInTheirOrder(@ForAll long seed) {
        TrainingSet set = TinyCorpus.generate(seed, 50, 3, 12);
        DMatrixSparseCSC matrix =
                Vectoriser.fit(TinyCorpus.ANALYSIS, set.counts()).transform(set.counts());
        int[] order = SinglePrecisionMatrix.longestFirst(matrix);
        int[] ranks = SinglePrecisionMatrix.ranks(order);
        for (int place = 0; place < order.length; place++) {
            assertThat(ranks[order[place]]).isEqualTo(place);
        }
        for (int place = 1; place < order.length; place++) {
            int before = length(matrix, order[place - 1]);
            int here = length(matrix, order[place]);
            assertThat(before > here || (before == here && order[place - 1] < order[place]))
                    .isTrue();
        }
    }

    private static int length(DMatrixSparseCSC matrix, int column) {
        return matrix.col_idx[column + 1] - matrix.col_idx[column];
    }
}
