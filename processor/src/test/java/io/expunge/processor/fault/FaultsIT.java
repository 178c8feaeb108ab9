/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.processor.Seeds;
import io.expunge.processor.testing.Requests;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises while a processor is killed at every step of the way, all on one broker. */
class FaultsIT {
    private static final String MODEL = "newsroom";

    @TempDir
    private static Path directory;

    private static Ground ground;

    @BeforeAll
    static void start() throws Exception {
        ground = new Ground(directory);
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @Test
    void aProcessorKilledBetweenPutAndJobDoneLosesNothing() throws Exception {
        try (Site site = ground.site(Map.of())) {
            ChildJvm first = site.startProcessor("a", Map.of());
            site.register(1, MODEL, SampleCorpus.generate(Seeds.faults(), 240));
            site.witness.await(
                    "the model is published",
                    Ground.PATIENCE,
                    () -> site.witness.versions().count() == 1);
            first.tell("set AFTER_PUT");
            site.request(Requests.removeClass(2, MODEL, "science"));
            first.await("reached AFTER_PUT", Ground.PATIENCE);
            first.kill();
            site.request(Requests.removeClass(3, MODEL, "sport"));
            site.startProcessor("a", Map.of());
            site.witness.awaitRest(Ground.PATIENCE);
            site.witness.judge();
        }
    }
}
