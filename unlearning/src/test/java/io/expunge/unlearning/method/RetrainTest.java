/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

class RetrainTest extends UnlearningMethodContract {

    @Override
    UnlearningMethod method() {
        return UnlearningMethods.byName("retrain").orElseThrow();
    }
}
