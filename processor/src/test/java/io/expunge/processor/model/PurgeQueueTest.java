/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.Seeds;
import io.expunge.processor.codec.Values;
import io.expunge.processor.model.ErasureStores.Stage;
import io.expunge.processor.model.PurgePolicy.Mode;
import io.expunge.processor.model.StoredVersion.Forgotten;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PurgeQueueTest {
    private static final long GRACE = 60_000;

    private static PurgePolicy policy(Mode mode) {
        return new PurgePolicy(mode, GRACE, 1, 1);
    }

    private static StoredVersion version(int number, long verifiedAt) {
        Forgotten forgotten =
                new Forgotten(number + 1L, "ab".repeat(32), 5, Optional.of(verifiedAt), List.of("request"), 1);
        return new StoredVersion(number, "cd".repeat(32), false, Optional.of(forgotten));
    }

    @Provide
    Arbitrary<String> models() {
        return Arbitraries.oneOf(Values.texts(), Arbitraries.of("a\0DUE\0b", "\0", "news"));
    }

    @Provide
    Arbitrary<List<Stage>> stages() {
        return Arbitraries.of(Stage.class).list().ofMaxSize(12);
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void everyRowIsCountedInItsStage(@ForAll("models") String model, @ForAll("stages") List<Stage> stages) {
        Map<String, byte[]> rows = new HashMap<>();
        for (int number = 0; number < stages.size(); number++) {
            StoredVersion version = version(number, 1_000 + number);
            rows.put(
                    ErasureStores.key(model, stages.get(number), version),
                    ErasureCodecs.STORED_VERSION.encode(version));
        }
        PurgeQueue queue = PurgeQueue.of(rows, policy(Mode.GRACE));
        assertThat(queue.awaiting()).isEqualTo(count(stages, Stage.AWAITING));
        assertThat(queue.due()).isEqualTo(count(stages, Stage.DUE));
        assertThat(queue.held()).isEqualTo(count(stages, Stage.HELD));
        assertThat(queue.planned()).isEqualTo(count(stages, Stage.PLANNED));
        int first = stages.indexOf(Stage.DUE);
        assertThat(queue.next()).isEqualTo(first < 0 ? Optional.empty() : Optional.of(1_000 + first + GRACE));
        assertThat(PurgeQueue.of(rows, policy(Mode.IMMEDIATE)).next())
                .isEqualTo(first < 0 ? Optional.empty() : Optional.of(1_000L + first));
    }

    private static int count(List<Stage> stages, Stage stage) {
        return (int) stages.stream().filter(stage::equals).count();
    }
}
