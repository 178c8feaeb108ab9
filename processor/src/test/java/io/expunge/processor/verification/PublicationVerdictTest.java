/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationCheck;
import io.expunge.processor.codec.Values;
import io.expunge.processor.testing.Checks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the checks that come with a version make of it. */
class PublicationVerdictTest {
    /** What an input shows cannot be proved, and is no less a fault. */
    @Test
    void anEmpiricalCheckThatFailsAtTheGateFailsItsVerdict() {
        VerificationCheck proved = Checks.certified("certificate", CheckOutcome.PASSED);
        assertThat(atGate(proved, Checks.empirical("label-space.inputs-tried", CheckOutcome.FAILED)))
                .isEqualTo(Verdict.FAILED);
        assertThat(atGate(proved, Checks.empirical("retained-accuracy", CheckOutcome.FAILED)))
                .as("a loss of accuracy is told")
                .isEqualTo(Verdict.PASSED);
        assertThat(atGate(proved, Checks.empirical("label-space.inputs-tried", CheckOutcome.NOT_RUN)))
                .isEqualTo(Verdict.PASSED);
    }

    private static Verdict atGate(VerificationCheck... checks) {
        ModelVersionPublished version = ModelVersionPublished.newBuilder(Values.draft())
                .setChecks(List.of(checks))
                .build();
        return VerificationProcessor.publicationVerdict(version, 1, 0).getVerdict();
    }

    @Test
    void aCertifiedCheckThatWasNotMadeProvesNothing() {
        VerificationCheck proved = Checks.certified("certificate", CheckOutcome.PASSED);
        assertThat(atGate(proved, Checks.certified("set-arithmetic", CheckOutcome.NOT_RUN)))
                .isEqualTo(Verdict.FAILED);
    }
}
