/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.command;

/**
 * What follows a failed verdict on a head: it is trained again from zero, once.
 *
 * @param from the first version that the failed verdict covers
 * @param version the version whose verdict failed
 * @param checks names of the checks that failed
 * @param phase how far it is
 * @param upTo the newest version it has dealt with: the one it made, or the head that it could not mend; 0 before
 */
public record Repair(long from, long version, String checks, Phase phase, long upTo) {
    /** How far a repair is. */
    public enum Phase {
        /** It is to be made. */
        QUEUED,
        /** It could not be made for a cause that may pass: it is to be made again when an operator retries a request. */
        HELD,
        /** Its version is published and waits for a verdict. */
        PUBLISHED,
        /** A verdict that covers it passed. */
        PASSED,
        /** It could not be made, or its verdict failed too; there is no second one. */
        ENDED
    }

    /** One that is to be made. */
    public static Repair queued(long from, long version, String checks) {
        return new Repair(from, version, checks, Phase.QUEUED, 0);
    }

    public boolean isQueued() {
        return phase == Phase.QUEUED;
    }

    /** Whether nothing was made yet: another version may still make it needless. */
    public boolean isUnmade() {
        return phase == Phase.QUEUED || phase == Phase.HELD;
    }

    /** Whether a verdict on some versions speaks of the one that it made, or could not mend. */
    public boolean isJudgedBy(long first, long last) {
        return !isUnmade() && first <= upTo && upTo <= last;
    }

    /** The same once another verdict failed, which may cover more. */
    public Repair covering(long first) {
        return new Repair(Math.min(from, first), version, checks, phase, upTo);
    }

    public Repair held() {
        return new Repair(from, version, checks, Phase.HELD, upTo);
    }

    public Repair queuedAgain() {
        return new Repair(from, version, checks, Phase.QUEUED, upTo);
    }

    public Repair published(long newVersion) {
        return new Repair(from, version, checks, Phase.PUBLISHED, newVersion);
    }

    public Repair passed() {
        return new Repair(from, version, checks, Phase.PASSED, upTo);
    }

    /** The same when nothing more can be done about that head. */
    public Repair ended(long head) {
        return new Repair(from, version, checks, Phase.ENDED, head);
    }
}
