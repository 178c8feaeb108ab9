/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.corpus.Corpus;
import java.io.IOException;

/**
 * A corpus with the class that is removed from a model trained on it.
 *
 * @param set what the corpus is called
 * @param removedClass a class of it
 * @param train documents to learn from
 * @param test documents held out, of the removed class too
 */
record VerificationCase(String set, String removedClass, Corpus train, Corpus test) {

    /** Reads a set. */
    static VerificationCase of(DataSet set) throws IOException {
        return new VerificationCase(set.directory(), set.removedClass(), set.corpus("train"), set.corpus("test"));
    }
}
