/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ModelRegistered;
import io.expunge.events.RequestStatusChanged;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Asks the processor to make an artifact a model's next version, and waits for its answer. Stateless. */
final class Registration {
    private Registration() {}

    /**
     * Registers an artifact.
     *
     * @return the version it became
     * @throws CommandFailure if it was refused or nothing came in time
     */
    static long register(
            Connection connection, ModelStore store, String modelId, ContentHash artifact, Duration patience) {
        UUID id = UUID.randomUUID();
        RequestSender.send(
                connection,
                connection.topics().modelRegistrations(),
                modelId,
                new ModelRegistered(
                        id,
                        modelId,
                        artifact.hex(),
                        store.location(artifact).toString(),
                        "expunge-cli",
                        Instant.now().truncatedTo(ChronoUnit.MILLIS)),
                ModelRegistered.class);
        try (StatusFollower follower = StatusFollower.of(connection, new RequestKey(modelId, id.toString()))) {
            return version(follower.follow(patience, transition -> {}).orElseThrow(() -> noAnswer(id, patience)));
        }
    }

    private static long version(RequestStatusChanged status) {
        Long version = status.getModelVersion();
        if (Statuses.exitCode(status) == ExitCode.OK && version != null) {
            return version;
        }
        throw new CommandFailure(
                ExitCode.FAILED, "the registration ended as " + status.getState() + ": " + Statuses.summary(status));
    }

    private static CommandFailure noAnswer(UUID id, Duration patience) {
        return new CommandFailure(
                ExitCode.TIMED_OUT,
                "registration " + id + " got no answer within " + patience.toSeconds()
                        + " s. The artifact is in the store; check that a processor runs, and look again with 'expunge"
                        + " status'.");
    }
}
