/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import java.util.Set;

/**
 * Bounds of the intake.
 *
 * @param maximumRecordBytes a larger record is not decoded; its dead letter keeps hash and coordinates only
 * @param maximumIds most documents of one request
 * @param maximumTextLength longest text field, in characters
 * @param methods names of the unlearning methods there are
 */
public record IntakeSettings(int maximumRecordBytes, int maximumIds, int maximumTextLength, Set<String> methods) {
    public IntakeSettings {
        methods = Set.copyOf(methods);
    }
}
