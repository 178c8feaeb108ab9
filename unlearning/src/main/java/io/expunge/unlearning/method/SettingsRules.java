/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

/** The rules that settings of training and of unlearning share. */
final class SettingsRules {

    private SettingsRules() {}

    static void check(
            double inverseRegularisation,
            double relativeBound,
            double absoluteBound,
            int maximumPasses,
            int parallelism) {
        require(
                inverseRegularisation > 0 && Double.isFinite(inverseRegularisation),
                "inverse-regularisation must be above 0 and finite, got " + inverseRegularisation);
        require(
                relativeBound > 0 && relativeBound < 1,
                "relative-bound must lie between 0 and 1, got " + relativeBound);
        require(absoluteBound > 0, "absolute-bound must be above 0, got " + absoluteBound);
        require(maximumPasses >= 1, "maximum-passes must be at least 1, got " + maximumPasses);
        require(parallelism >= 1, "parallelism must be at least 1, got " + parallelism);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
