/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.topology;

import io.expunge.processor.intake.DeadLetter;
import io.expunge.processor.model.ModelWatch;

/** What looks on while records pass, for metrics. Called on stream threads: quick, and never fails. */
public interface TopologyWatch {
    /** Looks away. */
    TopologyWatch NONE = new TopologyWatch() {
        @Override
        public ModelWatch models() {
            return ModelWatch.NONE;
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            // Nobody wants to know.
        }
    };

    /** Looks at the model sub-topology. */
    ModelWatch models();

    /** The intake put a record aside; its transaction may still be aborted. */
    void deadLetter(DeadLetter letter);
}
