/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.VerificationDone;
import io.expunge.processor.job.VerificationSpecification;
import java.util.List;

/** What is planted of checks and verdicts. */
public final class Checks {
    private Checks() {}

    public static VerificationCheck certified(String name, CheckOutcome outcome) {
        return check(name, CheckKind.CERTIFIED, outcome);
    }

    public static VerificationCheck empirical(String name, CheckOutcome outcome) {
        return check(name, CheckKind.EMPIRICAL, outcome);
    }

    private static VerificationCheck check(String name, CheckKind kind, CheckOutcome outcome) {
        return VerificationCheck.newBuilder()
                .setName(name)
                .setKind(kind)
                .setOutcome(outcome)
                .setDetail("A test says so.")
                .build();
    }

    /** The end of the thorough checks of a version. */
    public static VerificationDone done(VerificationSpecification version, VerificationCheck... checks) {
        return new VerificationDone(
                World.START.toEpochMilli(),
                version.modelId(),
                version.version(),
                version.contentHash(),
                version.stage(),
                List.of(checks));
    }

    /** A verdict on a version and those before it from one on. */
    public static UnlearningVerified verdict(
            ModelVersionPublished version,
            long from,
            VerificationStage stage,
            Verdict verdict,
            VerificationCheck... checks) {
        return UnlearningVerified.newBuilder()
                .setModelId(version.getModelId())
                .setVersion(version.getVersion())
                .setContentHash(version.getContentHash())
                .setStage(stage)
                .setCoversFromVersion(from)
                .setVerifiedAt(World.START)
                .setVerdict(verdict)
                .setChecks(List.of(checks))
                .build();
    }
}
