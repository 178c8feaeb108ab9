/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.ModelRegistered;
import io.expunge.events.SubjectRemoval;
import java.util.List;
import java.util.UUID;

/** Requests for tests; ids count up, so that a failure reads the same every time. */
public final class Requests {
    private Requests() {}

    public static UUID id(int number) {
        return new UUID(0, number);
    }

    public static DeletionRequested.Builder of(int number, String modelId, Object target) {
        return DeletionRequested.newBuilder()
                .setRequestId(id(number))
                .setModelId(modelId)
                .setTarget(target)
                .setRequester("privacy-desk")
                .setRequestedAt(World.START);
    }

    public static DeletionRequested removeClass(int number, String modelId, String label) {
        return of(number, modelId, new ClassRemoval(label)).build();
    }

    public static DeletionRequested removeDocuments(int number, String modelId, String... ids) {
        return of(number, modelId, new DocumentRemoval(List.of(ids))).build();
    }

    public static DeletionRequested removeSubject(int number, String modelId, String key) {
        return of(number, modelId, new SubjectRemoval(key)).build();
    }

    public static ModelRegistered registration(int number, String modelId, String contentHash) {
        return ModelRegistered.newBuilder()
                .setRegistrationId(id(number))
                .setModelId(modelId)
                .setContentHash(contentHash)
                .setLocation("test")
                .setRegisteredBy("trainer")
                .setRegisteredAt(World.START)
                .build();
    }
}
