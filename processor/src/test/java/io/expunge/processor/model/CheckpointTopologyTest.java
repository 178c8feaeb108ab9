/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.processor.audit.AuditEntry;
import io.expunge.processor.audit.AuditReport;
import io.expunge.processor.audit.AuditVerifier;
import io.expunge.processor.audit.CheckpointSigner;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import io.expunge.store.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the processor signs its audit chains. */
class CheckpointTopologyTest {
    private static final String MODEL = "news";
    private static final List<String> CLASSES = List.of("culture", "health", "science", "sport");
    private static final SigningKey KEY = SigningKey.of(new byte[32]);

    @TempDir
    private Path state;

    private static void publish(World world) {
        world.register(Requests.registration(1, MODEL, "a".repeat(64)));
        JobSpecification admission = world.jobs.take().get(0);
        world.done(admission, Outcomes.admitted(admission, CLASSES));
        world.request(Requests.removeClass(2, MODEL, "sport"));
        JobSpecification removal = world.jobs.take().get(0);
        world.done(removal, Outcomes.unlearned(removal, CLASSES));
    }

    private static void pause(World world, int orders) {
        for (int order = 0; order < orders; order++) {
            world.order(new OperatorOrder(
                    Requests.id(100 + order).toString(), MODEL, "desk", "a test", new OperatorVerb.Pause()));
        }
    }

    @Test
    void everyVersionIsFollowedByACheckpointAndOrdersBySomeInTime() {
        try (World world = new World(state, Map.of(), new CheckpointSigner(KEY, 3))) {
            publish(world);
            pause(world, 5);
            List<AuditRecorded> audit = world.audit();
            assertThat(audit.stream().map(AuditRecorded::getKind))
                    .containsExactly(
                            AuditKind.VERSION_PUBLISHED,
                            AuditKind.CHECKPOINT,
                            AuditKind.VERSION_PUBLISHED,
                            AuditKind.CHECKPOINT,
                            AuditKind.OPERATOR,
                            AuditKind.OPERATOR,
                            AuditKind.CHECKPOINT,
                            AuditKind.OPERATOR,
                            AuditKind.OPERATOR,
                            AuditKind.CHECKPOINT,
                            AuditKind.OPERATOR);
            AuditVerifier verifier = AuditVerifier.ofWhole(MODEL, Set.of(KEY.publicKey()));
            audit.forEach(record -> verifier.take(AuditEntry.of(record), "here"));
            world.versions().forEach(version -> verifier.mustHold(version.getAuditHash(), "a version"));
            AuditReport report = verifier.report();
            assertThat(report.defect()).isEmpty();
            assertThat(report.signedUpTo()).isEqualTo(9);
        }
    }

    @Test
    void theSameWorkDoneAgainSignsTheSame() {
        List<List<AuditRecorded>> runs = new ArrayList<>();
        for (String run : List.of("one", "two")) {
            try (World world = new World(state.resolve(run), Map.of(), new CheckpointSigner(KEY, 3))) {
                publish(world);
                runs.add(world.audit());
            }
        }
        assertThat(runs.get(0)).isNotEmpty().isEqualTo(runs.get(1));
    }
}
