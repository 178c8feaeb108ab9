/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

/**
 * Which batch a version served, kept until a verdict covers the version.
 *
 * @param failed whether a verdict on the version failed: its requests are served by the later version that passes
 * @param thoroughly whether thorough checks said so, whose verdict the gate of a later version does not overrule
 */
public record PublishedBatch(String batchId, int size, boolean failed, boolean thoroughly) {
    PublishedBatch withFailure(boolean byThoroughChecks) {
        return new PublishedBatch(batchId, size, true, thoroughly || byThoroughChecks);
    }
}
