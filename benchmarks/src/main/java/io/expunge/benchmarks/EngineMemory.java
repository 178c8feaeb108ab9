/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.method.UnlearningMethods;
import io.expunge.unlearning.model.TrainingSet;
import java.io.IOException;
import java.util.Locale;

/**
 * What the engine has live while it removes a class, beside what it is asked to stay within.
 *
 * @param parameters bytes of one parameter-sized vector, terms × classes
 * @param sparse bytes of the sparse data: counts before and after, the features and their transpose
 * @param duals bytes of documents × classes
 * @param loaded live before: the base's weights and counts, terms as text, what the process holds anyway
 * @param peak the most live during the removal
 */
record EngineMemory(DataSet set, long parameters, long sparse, long duals, long loaded, long peak) {
    private static final int VECTORS = 12;

    static EngineMemory measure(DataSet set, int threads) throws IOException, InterruptedException {
        RemovalCase removal = RemovalCase.of(set, threads);
        Machine.progress("%s: removing a class, with a collection at every look", set.directory());
        long loaded = LiveHeap.now();
        long peak = LiveHeap.peakOf(() -> UnlearningMethods.byName("hessian-reassignment")
                .orElseThrow()
                .unlearn(removal.problem(), ProgressMonitor.NONE));
        TrainingSet documents = removal.problem().trainingSet();
        long terms = removal.problem().base().vectoriser().features();
        long classes = documents.labelSpace().size();
        return new EngineMemory(
                set,
                8 * terms * classes,
                (8 + 8 + 12 + 12) * (long) documents.counts().nonZeros(),
                8 * documents.documents() * classes,
                loaded,
                peak);
    }

    /** Bytes the engine has live at its peak, the base's weights and counts included, terms as text not. */
    long engine() {
        return peak - loaded + parameters + sparse / 5;
    }

    long bar() {
        return sparse + duals + VECTORS * parameters;
    }

    boolean met() {
        return engine() <= bar();
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%s, engine alone: at most %d MiB live; asked are sparse data %d + duals %d + %d vectors of %d = %d MiB: %s",
                set.directory(),
                engine() >> 20,
                sparse >> 20,
                duals >> 20,
                VECTORS,
                parameters >> 20,
                bar() >> 20,
                met() ? "met" : "NOT MET");
    }
}
