/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import java.util.BitSet;
import java.util.Set;

/**
 * What is to be forgotten: whole classes, single training documents, or any mixture.
 *
 * @param classes names of classes; all their documents are forgotten with them
 * @param documents rows of the training set; copied on the way in and out
 */
public record ForgetSet(Set<String> classes, BitSet documents) {

    public ForgetSet {
        classes = Set.copyOf(classes);
        documents = (BitSet) documents.clone();
    }

    /** The forget set of some classes. */
    public static ForgetSet ofClasses(String... names) {
        return new ForgetSet(Set.of(names), new BitSet());
    }

    /** The forget set of some documents. */
    public static ForgetSet ofDocuments(BitSet rows) {
        return new ForgetSet(Set.of(), rows);
    }

    @Override
    public BitSet documents() {
        return (BitSet) documents.clone();
    }
}
