/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An artifact that was put. What the manifest says is at hand; everything else is read when asked for, file by file,
 * each checked against the manifest before a byte of it is used. Nothing is cached: whoever needs a part twice keeps
 * it. Thread safe.
 *
 * <p>Every method that reads throws {@link ModelStoreException}: a file that is gone, damaged, of another format or
 * unreadable.
 */
public interface Artifact {

    /** Returns the content hash. */
    ContentHash hash();

    /** Returns where it comes from. */
    Lineage lineage();

    /** Returns how big it is. */
    ArtifactSize size();

    /** Returns its files by name. */
    SortedMap<String, FileEntry> files();

    /**
     * Reads one file as it is, for whoever exports it.
     *
     * @param name one of the names in {@link #files}
     */
    byte[] read(String name);

    /** Reads the weights. */
    Parameters parameters();

    /** Reads the vocabulary. */
    Vocabulary vocabulary();

    /** Reads the names of the classes. */
    List<String> classes();

    /** Reads the training set. */
    TrainingSetData trainingSet();

    /** Reads the evaluation set, if it has one. */
    Optional<TrainingSetData> evaluationSet();

    /** Reads what the model was ever told to forget. */
    HonouredDeletions honouredDeletions();

    /** Reads the metrics. */
    SortedMap<String, Double> metrics();

    /** Reads which requests it serves. */
    List<ServedRequest> servedRequests();

    /** Reads the model card; artifacts of earlier releases have none. */
    Optional<ModelCard> card();

    /** Reads the page of the model card for people, in Markdown; artifacts of earlier releases have none. */
    Optional<String> cardPage();

    /** Reads everything and checks that the parts fit each other. */
    default ArtifactContents contents() {
        return new ArtifactContents(
                parameters(),
                vocabulary(),
                classes(),
                trainingSet(),
                evaluationSet(),
                honouredDeletions(),
                metrics(),
                servedRequests(),
                card());
    }
}
