/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

/** The files an artifact consists of. Their names are part of the format and never change. */
public enum ArtifactFile {
    /** Weights and inverse document frequencies. */
    PARAMETERS("parameters.safetensors"),
    /** The terms, one a line. */
    TERMS("terms.txt"),
    /** How text becomes terms. */
    ANALYSIS("analysis.json"),
    /** The names of the classes. */
    CLASSES("classes.json"),
    /** The training set. */
    TRAINING_SET("training-set.bin"),
    /** The evaluation set; not every artifact has one. */
    EVALUATION_SET("evaluation-set.bin"),
    /** Everything the model was told to forget. */
    DELETIONS("honoured-deletions.json"),
    /** The metrics. */
    METRICS("metrics.json"),
    /** The requests the artifact serves. */
    REQUESTS("served-requests.json"),
    /** The model card for programs; artifacts of earlier releases have none. */
    CARD("model-card.json"),
    /** The model card for people, made of the other. */
    CARD_PAGE("model-card.md");

    private final String fileName;

    ArtifactFile(String fileName) {
        this.fileName = fileName;
    }

    /** Returns the name in the manifest. */
    public String fileName() {
        return fileName;
    }
}
