/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestStatusChanged;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.filesystem.ArtifactExport;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of a demo.
 *
 * @param label the class that was to be forgotten
 * @param before the version with it
 * @param after the version without it
 * @param status the request at rest
 * @param seconds from sending the request to reading the version event
 * @param judged number of documents predicted with both versions
 * @param predictedBefore how many of them the old version took for the class
 * @param predictedAfter how many the new one does
 * @param examples documents of the class, with both predictions
 */
record DemoResult(
        String label,
        ModelVersionPublished before,
        ModelVersionPublished after,
        RequestStatusChanged status,
        double seconds,
        int judged,
        long predictedBefore,
        long predictedAfter,
        List<Example> examples) {

    /**
     * One document under both versions.
     *
     * @param text how it begins
     * @param before predicted class and its probability
     * @param after predicted class and its probability
     */
    record Example(String text, Prediction before, Prediction after) {}

    /** A class and its probability. */
    record Prediction(String label, double probability) {}

    /** Whether the class is gone: verified, and no document goes there any more. */
    boolean forgotten() {
        return predictedAfter == 0 && Statuses.exitCode(status) == ExitCode.OK;
    }

    /** Writes what other programs need of both versions. */
    void export(ModelStore store, Path directory) {
        for (ModelVersionPublished version : List.of(before, after)) {
            Artifact artifact = store.open(new ContentHash(version.getContentHash()));
            ArtifactExport.copy(artifact, ArtifactExport.MODEL, exported(directory, version));
        }
    }

    static Path exported(Path directory, ModelVersionPublished version) {
        return directory.resolve("version-" + version.getVersion());
    }
}
