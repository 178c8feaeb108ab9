/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import java.util.List;

/** One thing that is looked at before the service starts, and whenever an operator asks. Changes nothing. */
interface Check {
    /** A word for it. */
    String name();

    /** Whether it asks the brokers: if they do not answer it is not tried. */
    boolean needsBrokers();

    /**
     * Looks.
     *
     * @return at least one finding, if only that all is well
     */
    List<Finding> examine(Surroundings surroundings);
}
