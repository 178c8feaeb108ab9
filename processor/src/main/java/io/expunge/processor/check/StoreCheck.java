/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.model.PurgePolicy;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        return Stream.concat(Stream.of(usable(surroundings)), listing(surroundings).stream())
                .toList();
    }

    /** Without it the service runs, and nothing is ever erased. */
    private Optional<Finding> listing(Surroundings surroundings) {
        if (surroundings.configuration().purge().mode() == PurgePolicy.Mode.KEEP) {
            return Optional.empty();
        }
        try {
            surroundings.store().erasure().probe();
            return Optional.empty();
        } catch (StoreUnavailable lags) {
            return Optional.of(Finding.warning(
                    name(), lags.where(), "No purge can begin. " + lags.getMessage() + ".", "See model-store.md."));
        }
    }

    private Finding usable(Surroundings surroundings) {
        return Finding.ok(
                name(),
                "store " + surroundings.store().ownership().identity(),
                "it can be written, and creates without overwriting.");
    }
}
