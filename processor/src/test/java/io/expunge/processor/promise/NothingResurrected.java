/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.SubjectRemoval;
import io.expunge.processor.model.StatusKey;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.Pseudonym;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.PseudonymKey;
import io.expunge.store.TrainingSetData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was forgotten stays forgotten: from the version at which a request was verified on, no version holds a document, a
 * data subject or a class that it named, wherever the version came from. Looks at what the store holds, not at what the
 * events say, and shares no code with the check that admits registered models.
 */
public final class NothingResurrected implements Promise {
    private final ModelStore store;
    private final Map<String, DeletionRequested> requests = new HashMap<>();
    private final Map<String, RequestStatusChanged> statuses = new HashMap<>();
    private final Map<String, List<ModelVersionPublished>> versions = new HashMap<>();

    /** What one model has to do without. */
    private static final class Forgotten {
        private final Set<Pseudonym> documents = new HashSet<>();
        private final Set<Pseudonym> subjects = new HashSet<>();
        private final Set<String> classes = new HashSet<>();
    }

    public NothingResurrected(ModelStore store) {
        this.store = store;
    }

    @Override
    public void acknowledged(DeletionRequested request) {
        requests.put(StatusKey.of(request.getModelId(), request.getRequestId().toString()), request);
    }

    @Override
    public void status(RequestStatusChanged status) {
        statuses.put(StatusKey.of(status.getModelId(), status.getRequestId()), status);
    }

    @Override
    public void version(ModelVersionPublished version) {
        versions.computeIfAbsent(version.getModelId(), id -> new ArrayList<>()).add(version);
    }

    @Override
    public void judge() {
        versions.forEach((modelId, all) -> {
            Map<Long, List<DeletionRequested>> honoured = honoured(modelId);
            Forgotten forgotten = new Forgotten();
            PseudonymKey key = store.keys().find(modelId).orElseThrow();
            for (ModelVersionPublished version : all) {
                honoured.getOrDefault(version.getVersion(), List.of()).forEach(one -> add(forgotten, one, key));
                requireWithout(version, forgotten);
            }
        });
    }

    /** Requests of a model by the version from which on they must be honoured. */
    private Map<Long, List<DeletionRequested>> honoured(String modelId) {
        Map<Long, List<DeletionRequested>> byVersion = new HashMap<>();
        requests.forEach((id, request) -> {
            RequestStatusChanged status = statuses.get(id);
            if (request.getModelId().equals(modelId) && status != null && status.getState() == RequestState.VERIFIED) {
                byVersion
                        .computeIfAbsent(status.getModelVersion(), version -> new ArrayList<>())
                        .add(request);
            }
        });
        return byVersion;
    }

    private static void add(Forgotten forgotten, DeletionRequested request, PseudonymKey key) {
        Object target = request.getTarget();
        if (target instanceof DocumentRemoval removal) {
            removal.getDocumentIds()
                    .forEach(id -> forgotten.documents.add(key.pseudonym(PseudonymDomain.DOCUMENT, id)));
        } else if (target instanceof SubjectRemoval removal) {
            forgotten.subjects.add(key.pseudonym(PseudonymDomain.SUBJECT, removal.getSubjectKey()));
        } else if (target instanceof ClassRemoval removal) {
            forgotten.classes.add(removal.getLabel());
        }
    }

    private void requireWithout(ModelVersionPublished version, Forgotten forgotten) {
        String name = "version " + version.getVersion() + " of model " + version.getModelId();
        Artifact artifact = store.open(new ContentHash(version.getContentHash()));
        assertThat(artifact.classes()).as("classes of %s", name).noneMatch(forgotten.classes::contains);
        requireWithout(artifact.trainingSet(), forgotten, "the training set of " + name);
        artifact.evaluationSet().ifPresent(set -> requireWithout(set, forgotten, "the evaluation set of " + name));
    }

    private static void requireWithout(TrainingSetData set, Forgotten forgotten, String name) {
        long documents =
                set.documents().stream().filter(forgotten.documents::contains).count();
        long subjects = set.subjects().stream()
                .flatMap(Optional::stream)
                .filter(forgotten.subjects::contains)
                .count();
        assertThat(documents + subjects)
                .as("forgotten documents in %s, and documents of forgotten subjects", name)
                .isZero();
    }
}
