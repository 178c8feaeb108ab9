/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.request;

import io.expunge.events.RequestKind;
import io.expunge.store.Pseudonym;
import java.util.List;

/** What a request wants forgotten, with documents and subjects named only by their keyed hashes. */
public sealed interface RemovalTarget {
    RequestKind kind();

    /** One class by its label. */
    record OfClass(String label) implements RemovalTarget {
        @Override
        public RequestKind kind() {
            return RequestKind.CLASS_REMOVAL;
        }
    }

    /**
     * Single documents.
     *
     * @param documents keyed hashes in the order of the request, repetitions left in so that positions stay true
     */
    record OfDocuments(List<Pseudonym> documents) implements RemovalTarget {
        public OfDocuments {
            documents = List.copyOf(documents);
        }

        @Override
        public RequestKind kind() {
            return RequestKind.DOCUMENT_REMOVAL;
        }
    }

    /** All documents of one data subject. */
    record OfSubject(Pseudonym subject) implements RemovalTarget {
        @Override
        public RequestKind kind() {
            return RequestKind.SUBJECT_REMOVAL;
        }
    }
}
