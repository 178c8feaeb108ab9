/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckOutcome;
import java.util.Optional;

/** What becomes of a version that costs a class that stays more accuracy than the floor: somebody has to decide. */
sealed interface AccuracyLoss {
    /** In the configuration of an artifact's provenance: who accepted what it cost. */
    String ACCEPTED = "accuracy-loss-accepted";

    /**
     * The guard's check as it is told.
     *
     * @throws AccuracyLossException if it failed and nobody has decided
     */
    Check judge(Check guard);

    /** Who accepted the loss that a check found, if it found one. */
    default Optional<String> acceptedBy(Check guard) {
        return Optional.empty();
    }

    /** Nobody has decided: what costs too much is not released. */
    record Undecided() implements AccuracyLoss {
        @Override
        public Check judge(Check guard) {
            if (guard.outcome() == CheckOutcome.FAILED) {
                throw new AccuracyLossException(guard);
            }
            return guard;
        }
    }

    /** An operator accepted it with a retry of the requests; told as what it is, a check that failed. */
    record Accepted(String operator) implements AccuracyLoss {
        @Override
        public Check judge(Check guard) {
            return acceptedBy(guard).isEmpty() ? guard : guard.withDetail(guard.detail() + " " + words(operator) + ".");
        }

        @Override
        public Optional<String> acceptedBy(Check guard) {
            return guard.outcome() == CheckOutcome.FAILED ? Optional.of(operator) : Optional.empty();
        }
    }

    /** Whoever wants the version, by rolling back or by registering, has decided; what it costs is only told. */
    record Told() implements AccuracyLoss {
        @Override
        public Check judge(Check guard) {
            return guard;
        }
    }

    static String words(String operator) {
        return "Accepted by operator " + operator;
    }
}
