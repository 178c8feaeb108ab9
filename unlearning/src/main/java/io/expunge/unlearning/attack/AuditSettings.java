/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.method.TrainingSettings;

/**
 * How to audit.
 *
 * @param training how the version was trained: the reference and all shadows are trained alike
 * @param seed of all that is drawn; the same seed gives the same result, bit for bit
 * @param shadows shadow models of each kind, at least 2
 * @param margin the largest difference of two areas under the ROC curve that counts as none
 * @param level the probability with which any one of an audit's claims may be wrong: fixed for the audit and divided evenly
 *     (Bonferroni) among its {@link #CLAIMS} sampled checks, whether or not all of them can be made
 * @param leaveOneOutDocuments forgotten documents that exact leave-one-out models are trained for, 0 for none
 */
public record AuditSettings(
        TrainingSettings training, long seed, int shadows, double margin, double level, int leaveOneOutDocuments) {

    /** Checks that estimate something from a sample. */
    public static final int CLAIMS = 6;

    public AuditSettings {
        if (shadows < 2 || !(margin > 0) || !(level > 0 && level < 0.5) || leaveOneOutDocuments < 0) {
            throw new IllegalArgumentException(
                    "an audit needs 2 shadows, a margin above 0, a level between 0 and 0.5: got " + shadows + ", "
                            + margin + ", " + level + " and " + leaveOneOutDocuments + " documents");
        }
    }

    /** Ten shadows, a margin of 0.02, a level of 5 % for all claims together, ten leave-one-out models. */
    public static AuditSettings standard() {
        return new AuditSettings(TrainingSettings.standard(), 0x5eed_a0d1L, 10, 0.02, 0.05, 10);
    }

    /** The same on another number of threads. */
    public AuditSettings withParallelism(int threads) {
        return new AuditSettings(training.withParallelism(threads), seed, shadows, margin, level, leaveOneOutDocuments);
    }

    /** The same with other draws. */
    public AuditSettings withSeed(long other) {
        return new AuditSettings(training, other, shadows, margin, level, leaveOneOutDocuments);
    }

    /** The same for a version that was trained otherwise. */
    public AuditSettings withTraining(TrainingSettings other) {
        return new AuditSettings(other, seed, shadows, margin, level, leaveOneOutDocuments);
    }

    /** One claim's share of the level. */
    double levelOfOne() {
        return level / CLAIMS;
    }
}
