/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import io.expunge.processor.evidence.EvidenceStatement.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Collects what was looked at. Not thread safe. */
final class Statements {
    private final List<EvidenceStatement> all = new ArrayList<>();

    void holds(String subject, String sentence) {
        all.add(new EvidenceStatement(Outcome.HOLDS, subject, sentence));
    }

    void wrong(String subject, String sentence) {
        all.add(new EvidenceStatement(Outcome.WRONG, subject, sentence));
    }

    void notChecked(String subject, String sentence) {
        all.add(new EvidenceStatement(Outcome.NOT_CHECKED, subject, sentence));
    }

    /** One of two sentences. */
    void expect(boolean holds, String subject, String good, String bad) {
        if (holds) {
            holds(subject, good);
        } else {
            wrong(subject, bad);
        }
    }

    List<EvidenceStatement> all() {
        return List.copyOf(all);
    }
}
