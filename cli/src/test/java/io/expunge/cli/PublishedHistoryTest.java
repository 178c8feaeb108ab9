/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class PublishedHistoryTest {
    private static SortedMap<Long, PublishedVersion> history(
            List<UnlearningVerified> verdicts, List<AuditRecorded> audit) {
        return PublishedHistory.join(
                        List.of(
                                Published.unlearned(3, 2, "sport", List.of("economy")),
                                Published.trained(),
                                Published.unlearned(2, 1, "science", List.of("economy", "sport"))),
                        verdicts,
                        audit,
                        hash -> hash.equals(Published.hash(2)) ? OptionalLong.of(5 << 20) : OptionalLong.empty())
                .get(Published.MODEL);
    }

    @Test
    void theNewestIsHeadAndTheOthersAreSuperseded() {
        SortedMap<Long, PublishedVersion> versions = history(List.of(), List.of());

        assertThat(versions.values())
                .extracting(PublishedVersion::stateWords)
                .containsExactly("superseded", "superseded", "head");
    }

    @Test
    void aReceiptMakesAVersionPurged() {
        PublishedVersion purged =
                history(List.of(), List.of(Published.purged(1))).get(1L);

        assertThat(purged.stateWords()).isEqualTo("superseded, purged");
        JsonNode json = purged.json();
        assertThat(json.path("purge").path("facts").path("why").asText()).isEqualTo("grace");
        assertThat(json.path("states").path(1).asText()).isEqualTo("purged");
        assertThat(json.path("artifactBytes").isNull()).isTrue();
    }

    @Test
    void aFailedVerdictQuarantinesUntilALaterOneOfItsKindPasses() {
        UnlearningVerified passed = Published.verdict(3, VerificationStage.PUBLICATION, Verdict.PASSED, 1);
        UnlearningVerified failed = Published.verdict(3, VerificationStage.DEEP, Verdict.FAILED, 2);
        UnlearningVerified otherKind = Published.verdict(3, VerificationStage.PERIODIC, Verdict.PASSED, 3);
        UnlearningVerified repeated = Published.verdict(3, VerificationStage.DEEP, Verdict.PASSED, 4);

        assertThat(history(List.of(otherKind, failed, passed), List.of())
                        .get(3L)
                        .stateWords())
                .isEqualTo("head, quarantined");
        assertThat(history(List.of(repeated, failed, passed), List.of()).get(3L).stateWords())
                .isEqualTo("head");
    }

    @Test
    void aVersionThatMendsAnotherSaysWhich() {
        PublishedVersion head = history(List.of(), List.of()).get(3L);
        ModelVersionPublished repairing =
                ModelVersionPublished.newBuilder(head.event()).setRepairs(2L).build();
        PublishedVersion version =
                new PublishedVersion(repairing, head.verdicts(), head.purge(), head.bytes(), head.head());
        assertThat(VersionTree.list(List.of(version)).get(1)).contains("UNLEARNED, repairs 2");
        assertThat(version.json().path("repairs").asLong()).isEqualTo(2);
    }

    @Test
    void theTreeSaysWhatIsKnownOfEachVersion() {
        List<String> lines = VersionTree.tree(history(
                List.of(Published.verdict(2, VerificationStage.PUBLICATION, Verdict.PASSED, 1)),
                List.of(Published.purged(1))));

        assertThat(lines.get(0)).startsWith("   VERSION  PARENT  OPERATION  STATE");
        assertThat(lines.get(1)).startsWith("●  3        2       UNLEARNED  head");
        assertThat(lines.get(2))
                .startsWith("●  2        1       UNLEARNED  superseded")
                .contains("science")
                .contains("within 4.0e-05")
                .contains("PASSED (PUBLICATION)")
                .contains("5.0 MiB");
        assertThat(lines.get(3))
                .startsWith("○  1        -       TRAINED    superseded, purged")
                .endsWith("-        000000000000");
    }
}
