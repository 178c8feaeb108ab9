/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

/** A corpus of our own: short invented newsroom notes in eight classes whose vocabularies overlap. */
public final class SampleCorpus {

    /** Documents of the standard sample, training and test together. */
    public static final int DOCUMENTS = 3000;

    /**
     * A corpus in two parts that share no document.
     *
     * @param train four fifths, to learn from
     * @param test one fifth, to judge by
     */
    public record Split(Corpus train, Corpus test) {}

    private SampleCorpus() {}

    /**
     * Makes the sample.
     *
     * @param seed the same seed gives the same documents
     * @param documents number of documents, training and test together, at least 40
     */
    public static Split generate(long seed, int documents) {
        throw new UnsupportedOperationException("seed " + seed + ", " + documents);
    }
}
