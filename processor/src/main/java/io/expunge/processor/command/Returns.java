/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What operators let return to a model: an older state, or the name of a removed class. Immutable.
 *
 * @param rollback ordered and not done yet
 * @param rolledBackTo the version whose state the head took up again; empty for any other head
 * @param reinstated class names that registrations may bring in again
 */
public record Returns(Optional<QueuedRollback> rollback, Optional<Long> rolledBackTo, List<Reinstatement> reinstated) {
    /** Nothing. */
    public static final Returns NONE = new Returns(Optional.empty(), Optional.empty(), List.of());

    public Returns {
        reinstated = List.copyOf(reinstated);
    }

    public Returns withRollback(Optional<QueuedRollback> queued) {
        return new Returns(queued, rolledBackTo, reinstated);
    }

    /** The same with another head. */
    public Returns withHead(Optional<Long> takenUp) {
        return new Returns(rollback, takenUp, reinstated);
    }

    /** The same with one more name. */
    public Returns reinstate(Reinstatement more) {
        List<Reinstatement> longer = new ArrayList<>(without(more.label()).reinstated);
        longer.add(more);
        return new Returns(rollback, rolledBackTo, longer);
    }

    /** The same without a name. */
    public Returns without(String label) {
        return new Returns(
                rollback,
                rolledBackTo,
                reinstated.stream().filter(one -> !one.label().equals(label)).toList());
    }

    public boolean isReinstated(String label) {
        return reinstated.stream().anyMatch(one -> one.label().equals(label));
    }
}
