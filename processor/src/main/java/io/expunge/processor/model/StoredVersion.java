/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import java.util.List;
import java.util.Optional;

/**
 * An artifact in the store that is, or was found to be, a model's.
 *
 * @param version its number; 0 of an artifact that is no version
 * @param contentHash the artifact
 * @param failed whether its own verdict failed, so that its parameters may hold what its training set does not
 * @param forgotten what may have to go with it; empty as long as nothing it could hold was forgotten later
 * @param classes the classes it has; empty if nobody knows, as of what an earlier release or a rebuild left
 */
public record StoredVersion(
        long version,
        String contentHash,
        boolean failed,
        Optional<Forgotten> forgotten,
        Optional<List<String>> classes) {

    public StoredVersion {
        classes = classes.map(List::copyOf);
    }

    /** One of which nobody knows the classes. */
    public StoredVersion(long version, String contentHash, boolean failed, Optional<Forgotten> forgotten) {
        this(version, contentHash, failed, forgotten, Optional.empty());
    }

    /** Most request ids that a receipt names. */
    static final int IDS_NAMED = 100;

    /**
     * A deletion that was honoured after the artifact was made.
     *
     * @param inVersion the first version that does not hold it
     * @param inHash an artifact that honours the deletion; empty of an artifact that is no version
     * @param since when that was published, milliseconds since the epoch
     * @param verifiedAt when a verdict on it passed
     * @param requestIds ids of the first requests
     * @param requestCount how many there were
     */
    public record Forgotten(
            long inVersion,
            String inHash,
            long since,
            Optional<Long> verifiedAt,
            List<String> requestIds,
            int requestCount) {
        public Forgotten {
            requestIds = List.copyOf(requestIds.subList(0, Math.min(IDS_NAMED, requestIds.size())));
        }

        Forgotten unverified() {
            return new Forgotten(inVersion, inHash, since, Optional.empty(), requestIds, requestCount);
        }

        Forgotten verified(long at) {
            return new Forgotten(inVersion, inHash, since, Optional.of(at), requestIds, requestCount);
        }
    }

    static StoredVersion published(long version, String contentHash, List<String> classes) {
        return new StoredVersion(version, contentHash, false, Optional.empty(), Optional.of(classes));
    }

    StoredVersion withFailed(boolean newFailed) {
        return new StoredVersion(version, contentHash, newFailed, forgotten, classes);
    }

    StoredVersion withForgotten(Optional<Forgotten> newForgotten) {
        return new StoredVersion(version, contentHash, failed, newForgotten, classes);
    }

    /** Whether it is a version that has a class of this name, or may have one. */
    boolean mayHold(String label) {
        return version > 0 && classes.map(names -> names.contains(label)).orElse(true);
    }

    /** When the first deletion it may hold was verified; 0 if none was. */
    long verifiedAt() {
        return forgotten.flatMap(Forgotten::verifiedAt).orElse(0L);
    }

    /** When the version was published that forgot what this may hold; 0 if none did. */
    long since() {
        return forgotten.map(Forgotten::since).orElse(0L);
    }

    long inVersion() {
        return forgotten.map(Forgotten::inVersion).orElse(0L);
    }
}
