/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.solve;

import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;

/** A monitor that cancels when it has been asked so many times. */
public final class CancelAfter implements ProgressMonitor {

    private int left;

    public CancelAfter(int questions) {
        this.left = questions;
    }

    @Override
    public void progress(String stage, long done, long total) {
        // Only questions count.
    }

    @Override
    public void checkCancelled() {
        if (left-- == 0) {
            throw new CancelledException("cancelled by the test");
        }
    }
}
