/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.perturbation.IndistinguishabilityTarget;

/** On which terms a job may release what it makes. They depend on what was promised and on earlier releases, never on data. */
public sealed interface ReleaseTerms {
    /** As it was solved and certified. */
    ReleaseTerms PLAIN = new Plain();

    /** In a canonical form, for the name of a batch; empty where the parameters are released as they are. */
    String text();

    /** Nothing was promised of how releases look. */
    record Plain() implements ReleaseTerms {
        @Override
        public String text() {
            return "";
        }
    }

    /** With noise, and without what else would tell of the forgotten. */
    record Noisy(IndistinguishabilityTarget target) implements ReleaseTerms {
        @Override
        public String text() {
            return "distance " + target.distance() + " epsilon " + target.epsilon() + " delta " + target.delta();
        }
    }

    /**
     * Not at all: one more release would tell more than was promised.
     *
     * @param why a sentence for whoever asked
     */
    record Spent(String why) implements ReleaseTerms {
        @Override
        public String text() {
            return "spent";
        }
    }
}
