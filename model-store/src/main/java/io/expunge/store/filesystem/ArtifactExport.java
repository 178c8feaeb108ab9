/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import io.expunge.store.Artifact;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.format.ArtifactFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Copies files of an artifact out of a store, under the names other programs know. Stateless and thread safe. */
public final class ArtifactExport {

    /** What a program in another language needs in order to predict: weights, IDF, terms, analysis, classes. */
    public static final List<ArtifactFile> MODEL =
            List.of(ArtifactFile.PARAMETERS, ArtifactFile.TERMS, ArtifactFile.ANALYSIS, ArtifactFile.CLASSES);

    private ArtifactExport() {}

    /**
     * Copies files into a directory, which is made if it is not there; files of the same names are replaced.
     *
     * @throws io.expunge.store.ModelStoreException if a file cannot be read, or the directory not be written
     */
    public static void copy(Artifact artifact, List<ArtifactFile> files, Path directory) {
        for (ArtifactFile file : files) {
            byte[] content = artifact.read(file.fileName());
            write(directory, file.fileName(), content);
        }
    }

    private static void write(Path directory, String name, byte[] content) {
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve(name), content);
        } catch (IOException failed) {
            StorageFailure failure = StorageFailure.of(failed);
            throw new StoreUnavailable("export to", directory.toString(), failure.why(), failure.remedy(), failed);
        }
    }
}
