/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

import java.util.Optional;

/**
 * Whether a model's head can be relied on, and what is done where it cannot. Immutable.
 *
 * @param head how the head was made
 * @param repair what followed the newest failed verdict on a head; kept when it is over, so that no verdict is followed twice
 * @param doubt what speaks against the head; empty once a verdict cleared it or another version took its place
 */
public record Mending(Origin head, Optional<Repair> repair, Optional<Doubt> doubt) {
    /** Of a ledger that knows neither. */
    public static final Mending NONE = new Mending(Origin.UNKNOWN, Optional.empty(), Optional.empty());

    /** How a version was made. */
    public enum Origin {
        /** An earlier release did not keep it. */
        UNKNOWN,
        /** It was registered as it is: nobody asked for another. */
        TRAINED,
        /** To forget something. */
        FORGETTING
    }

    public Mending withHead(Origin origin) {
        return new Mending(origin, repair, doubt);
    }

    public Mending withRepair(Optional<Repair> newRepair) {
        return new Mending(head, newRepair, doubt);
    }

    public Mending withDoubt(Optional<Doubt> newDoubt) {
        return new Mending(head, repair, newDoubt);
    }

    /** The repair that is to be made, if one is. */
    public Optional<Repair> queued() {
        return repair.filter(Repair::isQueued);
    }

    /** Whether the head, or one it builds on, failed its checks: what it is said not to hold it may hold. */
    public boolean isUnsound() {
        return doubt.isPresent();
    }

    /** Whether nothing follows that could clear the head: one that was registered nobody trains again. */
    public boolean isBeyondRepair() {
        return head == Origin.TRAINED
                || repair.filter(one -> one.phase() == Repair.Phase.ENDED).isPresent();
    }
}
