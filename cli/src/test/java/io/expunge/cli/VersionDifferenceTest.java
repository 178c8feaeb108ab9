/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Operation;
import io.expunge.processor.artifact.ModelComparison;
import io.expunge.processor.artifact.ModelComparison.Decisions;
import io.expunge.processor.artifact.ModelComparison.Move;
import io.expunge.processor.artifact.ModelComparison.Overlap;
import io.expunge.processor.artifact.ParameterDistance;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class VersionDifferenceTest {
    private static final ModelComparison COMPARISON = new ModelComparison(
            new Overlap(20, 10, 0),
            new Overlap(200, 100, 0),
            new ParameterDistance(20, 2, 1.5, 6),
            Optional.of(new Decisions(50, List.of(new Move("sport", "economy", 3)))));

    /** 1 trained, 2 without science, 3 without sport, 4 made of 2 again. */
    private static final SortedMap<Long, PublishedVersion> VERSIONS = versions(
            Published.trained(),
            Published.unlearned(2, 1, "science", List.of("economy", "sport")),
            Published.unlearned(3, 2, "sport", List.of("economy")),
            ModelVersionPublished.newBuilder(Published.unlearned(4, 2, "weather", List.of("economy", "sport")))
                    .setOperation(Operation.ROLLED_BACK)
                    .build());

    private static SortedMap<Long, PublishedVersion> versions(ModelVersionPublished... events) {
        return PublishedHistory.join(List.of(events), List.of(), List.of(), ArtifactSizes.UNKNOWN)
                .get(Published.MODEL);
    }

    private static VersionDifference difference(long from, long to, Optional<ModelComparison> comparison) {
        return new VersionDifference(
                VERSIONS.get(from),
                VERSIONS.get(to),
                VersionPath.between(VERSIONS, from, to),
                comparison,
                comparison.isPresent() ? List.of() : List.of("version " + from + " was purged"));
    }

    private static List<Long> numbers(List<PublishedVersion> steps) {
        return steps.stream().map(PublishedVersion::number).toList();
    }

    @Test
    void theWayLeadsThroughTheCommonVersion() {
        VersionPath path = VersionPath.between(VERSIONS, 3, 4);

        assertThat(numbers(path.undone())).containsExactly(3L);
        assertThat(numbers(path.done())).containsExactly(4L);
        assertThat(numbers(VersionPath.between(VERSIONS, 1, 3).done())).containsExactly(2L, 3L);
        assertThat(numbers(VersionPath.between(VERSIONS, 3, 1).undone())).containsExactly(3L, 2L);
        assertThat(VersionPath.between(VERSIONS, 2, 2)).isEqualTo(new VersionPath(List.of(), List.of()));
    }

    @Test
    void oneStepInWords() {
        assertThat(DifferenceWords.of(difference(1, 2, Optional.of(COMPARISON))))
                .containsExactly(
                        "Model 'news', from version 1 (superseded) to version 2 (superseded)",
                        "  Way           on over 2 (UNLEARNED)",
                        "  Classes       3 -> 2; without 'science'",
                        "  Documents     300 -> 200; 200 in both, 100 only in version 1, 0 only in version 2",
                        "  Terms         40 -> 20; 20 in both, 10 only in version 1, 0 only in version 2",
                        "  Requests      1 served on the way: request-2",
                        "  Accuracy      0.9100 -> 0.9300 on the evaluation documents of version 2",
                        "  Proved        within 4.0e-05 -> within 4.0e-05 of the exact optimum on its own documents"
                                + " (relative)",
                        "  Parameters    1.50 apart, 0.25 of the norm of version 1, over 20 shared terms and 2 shared"
                                + " classes",
                        "  Decisions     3 of 50 shared evaluation documents are classified otherwise: 'sport' ->"
                                + " 'economy' 3",
                        "  Reassigned    documents of 'science' now go to 'economy' 70, 'sport' 30");
    }

    @Test
    void whatWasPurgedIsToldFromEvents() {
        List<String> words = DifferenceWords.of(difference(1, 3, Optional.empty()));

        assertThat(words)
                .contains(
                        "  Way           on over 2 (UNLEARNED), 3 (UNLEARNED)",
                        "  Classes       3 -> 1; without 'science', 'sport'",
                        "  Documents     300 -> 100",
                        "  Requests      2 served on the way: request-2, request-3",
                        "  Accuracy      unknown -> 0.9300, each on its own evaluation documents",
                        "  Not compared  version 1 was purged")
                .noneMatch(line -> line.contains("Parameters"));
    }

    @Test
    void versionsLeftOutAreNamed() {
        assertThat(DifferenceWords.of(difference(3, 4, Optional.empty())))
                .contains(
                        "  Way           back over 3 (UNLEARNED), then on over 4 (ROLLED_BACK)",
                        "  Classes       1 -> 2; new 'sport'",
                        "                1 served by the versions left out: request-3");
    }

    @Test
    void aVersionThatWasMadeForAFailedVerdictSaysSo() {
        SortedMap<Long, PublishedVersion> versions = versions(
                Published.trained(),
                Published.unlearned(2, 1, "science", List.of("economy", "sport")),
                ModelVersionPublished.newBuilder(Published.unlearned(3, 2, "science", List.of("economy", "sport")))
                        .setRepairs(2L)
                        .setRequestCount(0)
                        .setRequestIds(List.of())
                        .build());
        VersionDifference difference = new VersionDifference(
                versions.get(1L),
                versions.get(3L),
                VersionPath.between(versions, 1, 3),
                Optional.empty(),
                List.of("version 1 was purged"));

        assertThat(DifferenceWords.of(difference))
                .contains("  Way           on over 2 (UNLEARNED), 3 (UNLEARNED, repairs 2)")
                .contains("  Requests      1 served on the way: request-2");
        JsonNode json = DifferenceJson.of(difference);
        assertThat(json.path("to").path("repairs").asLong()).isEqualTo(2);
        assertThat(json.path("from").has("repairs")).isFalse();
    }

    @Test
    void theSameForPrograms() {
        JsonNode json = DifferenceJson.of(difference(1, 2, Optional.of(COMPARISON)));

        assertThat(json.path("stepsDone")).hasToString("[2]");
        assertThat(json.path("classesGone")).hasToString("[\"science\"]");
        assertThat(json.path("requestsServedSince").path(0).path("version").asLong())
                .isEqualTo(2);
        assertThat(json.path("comparison")
                        .path("parameters")
                        .path("relativeDistance")
                        .asDouble())
                .isEqualTo(0.25);
        assertThat(json.path("comparison").path("decisions").path("changed").asInt())
                .isEqualTo(3);
        assertThat(DifferenceJson.of(difference(1, 2, Optional.empty()))
                        .path("comparison")
                        .isNull())
                .isTrue();
    }
}
