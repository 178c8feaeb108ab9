/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.features;

/** No term passes the document-frequency limits, so there is nothing to learn from: too few documents, or limits too tight. */
public final class EmptyVocabularyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    EmptyVocabularyException(Analysis analysis, int documents) {
        super("No term of the " + documents + " documents occurs in at least " + analysis.minimumDocumentFrequency()
                + " of them and in at most " + analysis.maximumDocumentFrequency()
                + " of them all: add documents, or lower minimumDocumentFrequency or raise maximumDocumentFrequency.");
    }
}
