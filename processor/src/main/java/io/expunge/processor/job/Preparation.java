/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import java.util.List;

/**
 * A model's head, and what may be asked of it: each of its classes could be worked out before anybody wants it removed.
 *
 * @param version the head's number
 * @param baseHash content hash of the head
 * @param classes the head's classes, in the order of its outputs; they are worked out in that order
 */
public record Preparation(String modelId, long version, String baseHash, List<String> classes) {
    public Preparation {
        classes = List.copyOf(classes);
    }
}
