/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.SubjectRemoval;
import java.util.List;

/** What a request asks to forget, as the event's union holds it. */
sealed interface DeletionTarget {
    /** The branch of the event's union. */
    Object event();

    /** In words. */
    String words();

    /** One class with its documents. */
    record OfClass(String label) implements DeletionTarget {
        @Override
        public Object event() {
            return new ClassRemoval(label);
        }

        @Override
        public String words() {
            return "class '" + label + "'";
        }
    }

    /** Single documents. */
    record OfDocuments(List<String> ids) implements DeletionTarget {
        public OfDocuments {
            ids = List.copyOf(ids);
        }

        @Override
        public Object event() {
            return new DocumentRemoval(ids);
        }

        @Override
        public String words() {
            return ids.size() == 1 ? "1 document" : ids.size() + " documents";
        }
    }

    /** Every document of one person. */
    record OfSubject(String key) implements DeletionTarget {
        @Override
        public Object event() {
            return new SubjectRemoval(key);
        }

        @Override
        public String words() {
            return "the documents of one data subject";
        }
    }
}
