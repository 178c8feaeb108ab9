/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/**
 * What a store last heard about the head of a model. The committed topics are the truth; this only saves a reader the
 * way there. Hints are ordered by version, then by topic offset, and a store keeps the greatest.
 *
 * @param version     the number of the version, from 1
 * @param topicOffset the offset of its event in the topic of model versions, from 0
 * @param artifact    the artifact of the version
 */
public record HeadHint(long version, long topicOffset, ContentHash artifact) {

    /** @throws IllegalArgumentException if the version is under 1 or the offset under 0 */
    public HeadHint {
        if (version < 1 || topicOffset < 0) {
            throw new IllegalArgumentException("A head hint needs a version from 1 and an offset from 0; got version "
                    + version + ", offset " + topicOffset);
        }
    }

    /** Returns whether this hint is further on than another: a greater version, or the same at a greater offset. */
    public boolean isAfter(HeadHint other) {
        return version != other.version ? version > other.version : topicOffset > other.topicOffset;
    }
}
