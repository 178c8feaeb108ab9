/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.store.ContentHash;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.model.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ejml.data.DMatrixRMaj;

/** Trains, publishes, asks to forget, and looks at what came of it, all through the public topics. */
final class Demo {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration TURN = Duration.ofMillis(25);
    private static final int EXAMPLES = 4;

    private final Installation installation;
    private final DemoPlan plan;
    private final Terminal terminal;
    private final DemoStory story;
    private final String modelId;

    Demo(Installation installation, DemoPlan plan, Terminal terminal, DemoStory story) {
        this.installation = installation;
        this.plan = plan;
        this.terminal = terminal;
        this.story = story;
        this.modelId = plan.recipe().modelId();
    }

    DemoResult run() {
        Connection connection = installation.connection();
        long base = publish(connection);
        ModelVersionPublished before = PublishedVersions.of(connection, modelId).stream()
                .filter(version -> version.getVersion() == base)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED, "version " + base + " was accepted, but its event is not on the topic."));
        Removal removal = remove(connection);
        return judge(before, removal);
    }

    private long publish(Connection connection) {
        long start = System.nanoTime();
        ModelTraining.Outcome outcome;
        try (Progress progress = new Progress(terminal)) {
            outcome = plan.recipe().train(plan.train(), plan.test(), installation.store(), progress);
        }
        story.trained(outcome, secondsSince(start));
        long version = Registration.register(connection, installation.store(), modelId, outcome.artifact(), PATIENCE);
        story.published(version);
        return version;
    }

    /** A request that came to rest, and the version that serves it. */
    private record Removal(RequestStatusChanged status, ModelVersionPublished version, double seconds) {}

    private Removal remove(Connection connection) {
        DeletionRequested request = DeletionRequested.newBuilder()
                .setRequestId(UUID.randomUUID())
                .setModelId(modelId)
                .setTarget(new ClassRemoval(plan.label()))
                .setRequester("expunge-demo")
                .setRequestedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setLegalBasis("a demonstration")
                .build();
        RequestKey key = new RequestKey(modelId, request.getRequestId().toString());
        try (StatusFollower follower = StatusFollower.of(connection, key);
                TopicReader<ModelVersionPublished> versions =
                        connection.reader(connection.topics().modelVersions(), ModelVersionPublished.class)) {
            versions.readToEnd();
            story.request(key, connection.topics().deletionRequests(), plan.label());
            long start = System.nanoTime();
            RequestSender.send(connection, request);
            return watch(follower, versions, key, start);
        }
    }

    private Removal watch(
            StatusFollower follower, TopicReader<ModelVersionPublished> versions, RequestKey key, long start) {
        Optional<ModelVersionPublished> version = Optional.empty();
        Optional<RequestStatusChanged> status = Optional.empty();
        double seconds = Double.NaN;
        while (version.isEmpty() || status.isEmpty()) {
            if (version.isEmpty()) {
                version = versions.poll(TURN).stream()
                        .flatMap(entry -> entry.event().stream())
                        .filter(event -> event.getRequestIds().contains(key.requestId()))
                        .findFirst();
                seconds = secondsSince(start);
            }
            if (status.isEmpty()) {
                status = follower.follow(TURN, story::transition);
            }
            requireProgress(status, key, start);
        }
        return new Removal(status.get(), version.get(), seconds);
    }

    private static void requireProgress(Optional<RequestStatusChanged> status, RequestKey key, long start) {
        if (status.isPresent() && Statuses.exitCode(status.get()) != ExitCode.OK) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "the request ended as " + status.get().getState() + ": " + Statuses.summary(status.get()));
        }
        if (secondsSince(start) > PATIENCE.toSeconds()) {
            throw new CommandFailure(
                    ExitCode.TIMED_OUT,
                    "request " + key.requestId() + " is not done after " + PATIENCE.toMinutes() + " minutes.");
        }
    }

    private DemoResult judge(ModelVersionPublished before, Removal removal) {
        List<Document> documents = plan.judged();
        List<DemoResult.Prediction> old = predictions(before, documents);
        List<DemoResult.Prediction> now = predictions(removal.version(), documents);
        List<DemoResult.Example> examples = new ArrayList<>();
        for (int row = 0; row < documents.size() && examples.size() < EXAMPLES; row++) {
            if (documents.get(row).label().equals(plan.label())) {
                examples.add(new DemoResult.Example(documents.get(row).text(), old.get(row), now.get(row)));
            }
        }
        return new DemoResult(
                plan.label(),
                before,
                removal.version(),
                removal.status(),
                removal.seconds(),
                documents.size(),
                takenForClass(old),
                takenForClass(now),
                examples);
    }

    private long takenForClass(List<DemoResult.Prediction> predictions) {
        return predictions.stream()
                .filter(prediction -> prediction.label().equals(plan.label()))
                .count();
    }

    private List<DemoResult.Prediction> predictions(ModelVersionPublished version, List<Document> documents) {
        TrainedModel model =
                ModelArtifacts.loadModel(installation.store().open(new ContentHash(version.getContentHash())));
        DMatrixRMaj probabilities =
                model.probabilities(documents.stream().map(Document::text).toList());
        List<DemoResult.Prediction> predictions = new ArrayList<>();
        for (int row = 0; row < documents.size(); row++) {
            int best = 0;
            for (int label = 1; label < probabilities.numCols; label++) {
                best = probabilities.get(row, label) > probabilities.get(row, best) ? label : best;
            }
            predictions.add(new DemoResult.Prediction(model.labelSpace().name(best), probabilities.get(row, best)));
        }
        return predictions;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
