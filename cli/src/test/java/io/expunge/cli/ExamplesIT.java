/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.cli.examples.FollowVersions;
import io.expunge.cli.examples.RequestDeletion;
import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.schemas.Topics;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The documentation's Java examples do on a real broker and registry what the documentation says. */
class ExamplesIT {
    private static final String MODEL = "news";

    @Test
    @Timeout(180)
    void aRequestFromUpstreamReachesAModelServerAsTheNextVersion(@TempDir Path home) throws Exception {
        try (Installation installation = start(home)) {
            ConnectionSettings settings = installation.connection().settings();
            String registry = settings.registryUrls().get(0);
            publish(installation);

            UUID request = RequestDeletion.send(settings.bootstrapServers(), registry, MODEL, "science");
            List<ModelVersionPublished> served = new ArrayList<>();
            FollowVersions.follow(settings.bootstrapServers(), registry, head -> {
                served.add(head);
                return head.getRequestIds().contains(request.toString());
            });

            ModelVersionPublished last = served.get(served.size() - 1);
            assertThat(last.getClasses()).doesNotContain("science");
            assertThat(installation.store().contains(new ContentHash(last.getContentHash())))
                    .isTrue();
        }
    }

    private static Installation start(Path home) {
        return Installation.start(new Installation.Plan(
                home,
                new StorePlace.Directory(home.resolve("store")),
                0,
                0,
                Topics.withDefaultPrefix(),
                Map.of(),
                List.of(),
                note -> {}));
    }

    private static void publish(Installation installation) {
        SampleCorpus.Split sample = SampleCorpus.generate(1, 300);
        ModelTraining.Outcome trained = new ModelTraining(MODEL, Analysis.standard(), TrainingSettings.standard())
                .train(sample.train(), Optional.of(sample.test()), installation.store(), ProgressMonitor.NONE);
        Registration.register(
                installation.connection(), installation.store(), MODEL, trained.artifact(), Duration.ofMinutes(1));
    }
}
