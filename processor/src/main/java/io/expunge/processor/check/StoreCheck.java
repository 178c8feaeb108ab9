/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import java.util.List;

/** The model store can be written and creates without overwriting. */
final class StoreCheck implements Check {
    @Override
    public String name() {
        return "store";
    }

    @Override
    public boolean needsBrokers() {
        return false;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        surroundings.store().probe();
        return List.of(Finding.ok(
                name(),
                "store " + surroundings.store().ownership().identity(),
                "it can be written, and creates without overwriting."));
    }
}
