/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.unlearning.Seeds;
import io.expunge.unlearning.model.TinyCorpus;
import io.expunge.unlearning.model.TrainingSet;
import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LikelihoodRatioAttackTest {

    /** Classes of two documents and more, so that some would lose all of them by chance. */
    @Property(seed = Seeds.PROPERTY, tries = 100)
    void everyDocumentIsLeftOutOnceAndNoClassIsEmptied(
            @ForAll long seed, @ForAll @IntRange(min = 20, max = 90) int documents) {
        TrainingSet set = TinyCorpus.generate(seed, documents, 10, 4);
        BitSet seen = new BitSet();
        int leftOut = 0;
        for (int shadow = 0; shadow < 10; shadow++) {
            BitSet part = LikelihoodRatioAttack.part(set, shadow, seed);
            assertThat(part.intersects(seen)).isFalse();
            seen.or(part);
            leftOut += part.cardinality();
            for (int label = 0; label < set.labelSpace().size(); label++) {
                BitSet left = set.rowsOf(label);
                left.andNot(part);
                assertThat(left.isEmpty()).isFalse();
            }
        }
        assertThat(leftOut).isBetween(documents - 10, documents);
    }
}
