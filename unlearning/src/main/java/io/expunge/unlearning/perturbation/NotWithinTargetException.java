/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.perturbation;

import io.expunge.unlearning.verify.Certificate;

/** A model must not be released: it was not certified within the distance that its noise was chosen for. */
public final class NotWithinTargetException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NotWithinTargetException(Certificate certificate, IndistinguishabilityTarget target) {
        super("certified within " + certificate.distanceBound()
                + " of the retained minimiser, where noise was promised for " + target.distance()
                + "; allow more passes, or promise a larger tau for the next model");
    }
}
