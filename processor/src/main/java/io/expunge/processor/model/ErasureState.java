/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import java.util.Optional;

/**
 * What goes on with a model's purges.
 *
 * @param planSequence audit sequence of the plan that is being carried out; one at a time
 * @param sweepAt when to look for orphans: some were too young to go, or a registration may have left one
 */
public record ErasureState(Optional<Long> planSequence, Optional<Long> sweepAt) {
    static final ErasureState IDLE = new ErasureState(Optional.empty(), Optional.empty());
}
