/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.command.Command.Outcome;
import io.expunge.store.ArtifactSize;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.unlearning.ProgressMonitor;

/** Does jobs on a model store. Thread-safe. */
public final class StoreJobExecutor implements JobExecutor {
    /** Parameter-sized arrays of doubles a solve keeps: iterate, gradient, direction, curvature pairs, block sums. */
    private static final long PARAMETER_VECTORS = 30;
    /** Counts, features and their copies, in bytes for each non-zero. */
    private static final long BYTES_PER_NON_ZERO = 64;
    /** A term as text in lists and maps, and its part in the trie. */
    private static final long BYTES_PER_TERM = 400;

    private final ModelStore store;
    private final UnlearningOptions options;
    private final int parallelism;

    public StoreJobExecutor(ModelStore store, UnlearningOptions options, int parallelism) {
        this.store = store;
        this.options = options;
        this.parallelism = parallelism;
    }

    @Override
    public Outcome execute(JobSpecification job, ProgressMonitor monitor) {
        if (job instanceof JobSpecification.Unlearning unlearning) {
            return new UnlearningJob(store, options, parallelism, unlearning, monitor).run();
        }
        return new AdmissionJob(store, (JobSpecification.Admission) job).run();
    }

    @Override
    public long estimateBytes(JobSpecification job) {
        String input = job instanceof JobSpecification.Admission admission ? admission.artifact() : job.baseHash();
        if (!input.matches("[0-9a-f]{64}")) {
            return 0;
        }
        try {
            ArtifactSize size = store.open(new ContentHash(input)).size();
            long parameters = 8L * size.terms() * size.classes() * PARAMETER_VECTORS;
            long scores = 8L * size.documents() * size.classes() * 6;
            return parameters + scores + BYTES_PER_NON_ZERO * size.nonZeros() + BYTES_PER_TERM * size.terms();
        } catch (ModelStoreException.ArtifactMissing | ModelStoreException.ArtifactCorrupt unreadable) {
            return 0; // the job itself says what is wrong
        }
    }
}
