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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PurgeQueueTest {
    private static final long GRACE = 60_000;

    private static PurgePolicy policy(Mode mode) {
        return new PurgePolicy(mode, GRACE, 1, GRACE / 2, 1);
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
        assertThat(queue.due()).isEqualTo(count(stages, Stage.DUE) + count(stages, Stage.GATED));
        assertThat(queue.held()).isEqualTo(count(stages, Stage.HELD));
        assertThat(queue.planned()).isEqualTo(count(stages, Stage.PLANNED));
        assertThat(queue.next()).isEqualTo(first(stages, 1_000 + GRACE, 1_000 + GRACE));
        assertThat(PurgeQueue.of(rows, policy(Mode.IMMEDIATE)).next())
                .as("a version that attacks may still need waits for the end of their window")
                .isEqualTo(first(stages, 1_000, Math.max(1_000, 5 + GRACE / 2)));
    }

    /** When the first may go, given when one of number 0 may. */
    private static Optional<Long> first(List<Stage> stages, long due, long gated) {
        return IntStream.range(0, stages.size())
                .boxed()
                .flatMap(number -> switch (stages.get(number)) {
                    case DUE -> Stream.of(due + number);
                    case GATED -> Stream.of(Math.max(gated, 1_000L + number + (due - 1_000)));
                    default -> Stream.<Long>empty();
                })
                .min(Long::compare);
    }

    private static int count(List<Stage> stages, Stage stage) {
        return (int) stages.stream().filter(stage::equals).count();
    }
}
