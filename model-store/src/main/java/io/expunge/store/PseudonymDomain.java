/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/** What a pseudonym stands for. The same text in two domains has two pseudonyms that nobody can connect. */
public enum PseudonymDomain {
    /** A document id. */
    DOCUMENT("document"),
    /** The key of a data subject. */
    SUBJECT("subject"),
    /** The name of a class. */
    CLASS("class");

    private final String label;

    PseudonymDomain(String label) {
        this.label = label;
    }

    /** Returns the text that separates the domain's hashes; part of the stored format, never to change. */
    String label() {
        return label;
    }
}
