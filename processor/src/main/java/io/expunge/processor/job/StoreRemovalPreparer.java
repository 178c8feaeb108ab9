/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.job.JobSpecification.Wanted;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.store.ModelStore;
import io.expunge.unlearning.ProgressMonitor;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares on a model store what the job of the same batch would do, up to the point where it matters who asked. One
 * thread: preparing is never in a hurry, and the number of threads changes no bit. Thread-safe.
 */
final class StoreRemovalPreparer implements RemovalPreparer {
    private static final Logger LOG = LoggerFactory.getLogger(StoreRemovalPreparer.class);
    private static final int PARALLELISM = 1;

    private final ModelStore store;
    private final BaseModels bases;
    private final PreparedRemovals prepared;
    private final UnlearningOptions options;
    private final PreparationSettings settings;

    StoreRemovalPreparer(
            ModelStore store,
            BaseModels bases,
            PreparedRemovals prepared,
            UnlearningOptions options,
            PreparationSettings settings) {
        this.store = store;
        this.bases = bases;
        this.prepared = prepared;
        this.options = options;
        this.settings = settings;
    }

    @Override
    public boolean prepare(Preparation head, String label, ProgressMonitor monitor) {
        RemovalKey key = new RemovalKey(head.modelId(), head.baseHash(), options.method(), label);
        if (head.classes().indexOf(label) >= settings.maximumClasses() || isPast(head)) {
            return false;
        }
        if (prepared.contains(key)) {
            return true;
        }
        LoadedBase base = bases.open(head.baseHash());
        if (prepared.bytes() + base.bytes() > settings.diskBytes()) {
            LOG.info("nothing more is prepared for model {}: expunge.prepared.disk-bytes is used up", head.modelId());
            return false;
        }
        monitor.checkCancelled();
        try {
            keep(key, base, monitor);
        } catch (AccuracyLossException costly) {
            // Whoever asks for this class is told by its job; the others can be prepared.
            LOG.info(
                    "the removal of class '{}' from model {} is not prepared: {}",
                    label,
                    head.modelId(),
                    costly.getMessage());
            return true;
        }
        if (isPast(head)) {
            prepared.discard(key);
            return false;
        }
        return true;
    }

    private void keep(RemovalKey key, LoadedBase base, ProgressMonitor monitor) {
        ForgetSetResolution resolution =
                ForgetSetResolution.of(base.model(), List.of(new Wanted("", new RemovalTarget.OfClass(key.label()))));
        RemovalResult result = new Removal(
                        base,
                        key.modelId(),
                        key.method(),
                        options,
                        new AccuracyLoss.Undecided(),
                        PARALLELISM,
                        Release.PLAIN,
                        monitor)
                .compute(resolution, List.of());
        prepared.add(key, result, resolution.served().get(0).documentsRemoved());
        LOG.debug("the removal of class '{}' from model {} is prepared", key.label(), key.modelId());
    }

    /** Another instance may own the model by now and have moved its head; then nothing may stay staged. */
    private boolean isPast(Preparation head) {
        return store.head(head.modelId())
                .filter(hint -> hint.version() > head.version())
                .isPresent();
    }

    @Override
    public long estimateBytes(Preparation head) {
        return JobMemory.ofUnlearning(store, head.baseHash(), options, options.method());
    }

    @Override
    public void discard(String modelId) {
        prepared.discardAll(modelId);
    }
}
