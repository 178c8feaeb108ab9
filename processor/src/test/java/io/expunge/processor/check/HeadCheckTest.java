/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.check.HeadCheck.Head;
import io.expunge.processor.model.ModelState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeadCheckTest {
    private static final int PARTITION = 2;

    private static Head head(long version) {
        ModelVersionPublished event = new ModelVersionPublished();
        event.put("version", version);
        return new Head(PARTITION, event);
    }

    private static ModelState state(long version) {
        return ModelState.unpublished().withHead(version, "ab".repeat(32), List.of("a", "b"), List.of());
    }

    private static Set<String> wrong(Map<String, Head> heads, Map<String, ModelState> ledger, Set<Integer> planting) {
        return new HeadCheck().compare(heads, ledger, heads, planting).keySet();
    }

    @Test
    void aLedgerThatLacksAModelIsWrong() {
        Map<String, Head> heads = Map.of("planted", head(3), "other", head(1));
        assertThat(wrong(heads, Map.of("planted", state(3)), Set.of())).containsExactly("other");
        assertThat(wrong(heads, Map.of("planted", state(3)), Set.of(PARTITION + 1)))
                .containsExactly("other");
    }

    @Test
    void killedBetweenSeedsIsNotWrong() {
        Map<String, Head> heads = Map.of("planted", head(3), "other", head(1));
        assertThat(wrong(heads, Map.of("planted", state(3)), Set.of(PARTITION))).isEmpty();
    }

    @Test
    void aModelThatIsKnownIsComparedEvenThen() {
        Map<String, Head> heads = Map.of("behind", head(3), "ahead", head(1));
        assertThat(wrong(heads, Map.of("behind", state(2), "ahead", state(2)), Set.of(PARTITION)))
                .containsExactlyInAnyOrder("behind", "ahead");
    }
}
