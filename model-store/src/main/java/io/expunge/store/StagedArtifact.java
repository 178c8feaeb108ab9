/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was staged: all files of an artifact that may come to be, but for the requests it would serve. Only this names
 * them; no listing and no hash leads there.
 *
 * @param modelId the model it would belong to
 * @param key     what the stager calls it, one for each staged artifact of a model
 * @param size    how big it is
 * @param files   its files by name
 */
public record StagedArtifact(String modelId, String key, ArtifactSize size, SortedMap<String, FileEntry> files) {

    /** Copies the files. */
    public StagedArtifact {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Returns the bytes it takes on the disk. */
    public long bytes() {
        return files.values().stream().mapToLong(FileEntry::bytes).sum();
    }
}
