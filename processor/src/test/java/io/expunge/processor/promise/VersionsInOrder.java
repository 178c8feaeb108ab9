/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ModelVersionPublished;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of a model are announced once, in order, each the child of the one before. Whoever sees one finds it whole
 * in the store at that moment, made from the parent that its event names.
 */
public final class VersionsInOrder implements Promise {
    private final ModelStore store;
    private final Map<String, List<ModelVersionPublished>> versions = new HashMap<>();
    private final Map<String, List<ModelVersionPublished>> heads = new HashMap<>();
    private final Set<String> batches = new HashSet<>();

    public VersionsInOrder(ModelStore store) {
        this.store = store;
    }

    @Override
    public void version(ModelVersionPublished version) {
        List<ModelVersionPublished> before = versions.computeIfAbsent(version.getModelId(), id -> new ArrayList<>());
        String name = "version " + version.getVersion() + " of model " + version.getModelId();
        assertThat(version.getVersion()).as(name).isEqualTo(before.size() + 1L);
        Optional<ModelVersionPublished> parent =
                before.isEmpty() ? Optional.empty() : Optional.of(before.get(before.size() - 1));
        assertThat(version.getParent())
                .as("the parent of %s", name)
                .isEqualTo(parent.map(ModelVersionPublished::getVersion).orElse(null));
        assertThat(version.getParentContentHash())
                .as("the parent's hash of %s", name)
                .isEqualTo(parent.map(ModelVersionPublished::getContentHash).orElse(null));
        assertThat(batches.add(version.getBatchId()))
                .as("whether the batch of %s is announced for the first time", name)
                .isTrue();
        before.add(version);
        requireWhole(version, parent, name);
    }

    /** Reads every file, which checks each against its hash. */
    private void requireWhole(ModelVersionPublished version, Optional<ModelVersionPublished> parent, String name) {
        Artifact artifact = store.open(new ContentHash(version.getContentHash()));
        assertThat(artifact.contents().classes()).as("the classes of %s", name).isEqualTo(version.getClasses());
        parent.ifPresent(one -> assertThat(artifact.lineage().base())
                .as("what %s was made from", name)
                .contains(new ContentHash(one.getContentHash())));
    }

    @Override
    public void head(ModelVersionPublished version) {
        heads.computeIfAbsent(version.getModelId(), id -> new ArrayList<>()).add(version);
    }

    /** The versions of a model so far. */
    public List<ModelVersionPublished> of(String modelId) {
        return List.copyOf(versions.getOrDefault(modelId, List.of()));
    }

    /** How many versions were announced, all models together. */
    public int count() {
        return versions.values().stream().mapToInt(List::size).sum();
    }

    /** All versions, model by model. */
    public List<ModelVersionPublished> all() {
        return versions.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public void judge() {
        assertThat(heads).as("the heads, against the versions").isEqualTo(versions);
        versions.forEach((modelId, all) -> store.head(modelId)
                .ifPresent(hint -> assertThat(all.get((int) hint.version() - 1).getContentHash())
                        .as("what the store was told is version %d of model %s", hint.version(), modelId)
                        .isEqualTo(hint.artifact().hex())));
    }
}
