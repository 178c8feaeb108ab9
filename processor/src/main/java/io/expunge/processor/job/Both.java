/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.unlearning.solve.Workers;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The results of two pieces of a job that need nothing of one another. */
record Both<A, B>(A first, B second) {

    /** Makes both, at the same time where there are threads for it; what either throws is thrown here. */
    static <A, B> Both<A, B> of(Workers workers, Supplier<A> first, Supplier<B> second) {
        AtomicReference<A> one = new AtomicReference<>();
        AtomicReference<B> other = new AtomicReference<>();
        workers.forEachBlock(2, 1, (block, from, to) -> {
            if (block == 0) {
                one.set(first.get());
            } else {
                other.set(second.get());
            }
        });
        return new Both<>(Objects.requireNonNull(one.get()), Objects.requireNonNull(other.get()));
    }
}
