/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.verification;

/**
 * When versions are checked beyond the gate.
 *
 * @param deep whether every version is checked thoroughly once it is published
 * @param periodMillis how long after its last checks the newest version is checked again; 0 never
 */
public record VerificationPolicy(boolean deep, long periodMillis) {
    /** Whether there are checks beyond the gate's. */
    public boolean isThorough() {
        return deep || periodMillis > 0;
    }

    /** The gate's checks are all there is. */
    public static final VerificationPolicy GATE_ONLY = new VerificationPolicy(false, 0);
}
