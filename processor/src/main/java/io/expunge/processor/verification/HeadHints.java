/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.verification;

import io.expunge.store.HeadHint;

/** Tells a model store of heads. A hint that gets lost does no harm, so telling never blocks and never fails. */
public interface HeadHints extends AutoCloseable {
    /** Tells nobody. */
    HeadHints NONE = new HeadHints() {
        @Override
        public void advance(String modelId, HeadHint hint) {
            // Nobody to tell.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    void advance(String modelId, HeadHint hint);

    @Override
    void close();
}
