/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.command.Command.Outcome;
import io.expunge.store.ModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.attack.AttackCurve;
import java.util.Optional;
import java.util.function.Consumer;

/** Does jobs on a model store; a batch whose answer was prepared gets that. Thread-safe. */
public final class StoreJobExecutor implements JobExecutor {
    private final ModelStore store;
    private final UnlearningOptions options;
    private final VersionWorkshop workshop;
    private final PreparedRemovals prepared;

    /** An executor that releases everything as it is. */
    public StoreJobExecutor(ModelStore store, UnlearningOptions options, int parallelism) {
        this(store, options, parallelism, Optional.empty());
    }

    /** @param secret what noise is made from, where models are released with noise */
    public StoreJobExecutor(
            ModelStore store, UnlearningOptions options, int parallelism, Optional<NoiseSecret> secret) {
        this.store = store;
        this.options = options;
        this.workshop = new VersionWorkshop(store, new BaseModels(store), options, parallelism, secret);
        this.prepared = new PreparedRemovals(store);
    }

    /** Prepares answers for this executor. */
    public RemovalPreparer preparer(PreparationSettings settings) {
        return new StoreRemovalPreparer(store, workshop.bases(), prepared, options, settings);
    }

    /** Checks versions that this executor made, or another. */
    public VerificationExecutor verifier() {
        return verifier(curve -> {});
    }

    /**
     * The same, for plots.
     *
     * @param curves is given what each attack saw, on the checking thread, before the checks are returned
     */
    public VerificationExecutor verifier(Consumer<AttackCurve> curves) {
        return new StoreVerification(store, options, workshop.parallelism(), curves);
    }

    /** What is ready before anybody asks. */
    public PreparedLoad preparedLoad() {
        return prepared.load();
    }

    @Override
    public Outcome execute(JobSpecification job, ProgressMonitor monitor) {
        if (job instanceof JobSpecification.Unlearning unlearning) {
            return prepared.answer(unlearning).orElseGet(() -> new UnlearningJob(workshop, unlearning, monitor).run());
        }
        if (job instanceof JobSpecification.Rollback rollback) {
            return new RollbackJob(workshop, rollback, monitor).run();
        }
        if (job instanceof JobSpecification.Repair repair) {
            return new RepairJob(workshop, repair, monitor).run();
        }
        return new AdmissionJob(workshop, (JobSpecification.Admission) job, monitor).run();
    }

    /** Discards what is ready for a model and whatever else is staged of it; what is asked for then is a job again. */
    public void discardPrepared(String modelId) {
        prepared.discardAll(modelId);
    }

    @Override
    public void forgetAllBut(String modelId, Optional<String> headHash) {
        workshop.bases().keepOnly(modelId, headHash);
    }

    @Override
    public long estimateBytes(JobSpecification job) {
        if (job instanceof JobSpecification.Admission admission) {
            return options.erased() == ErasedPolicy.DROP
                    ? JobMemory.ofUnlearning(store, admission.artifact(), options, options.method())
                    : JobMemory.ofAdmission(store, admission.artifact());
        }
        if (job instanceof JobSpecification.Rollback rollback) {
            String target = rollback.artifact().orElse(rollback.baseHash());
            return JobMemory.ofUnlearning(store, target, options, rollback.method());
        }
        if (job instanceof JobSpecification.Repair) {
            return JobMemory.ofUnlearning(store, job.baseHash(), options, JobSpecification.Repair.METHOD);
        }
        JobSpecification.Unlearning unlearning = (JobSpecification.Unlearning) job;
        boolean ready = RemovalKey.of(unlearning).filter(prepared::contains).isPresent();
        // Where nothing is solved, it need not wait for a preparation to let go of its memory.
        return ready ? 0 : JobMemory.ofUnlearning(store, job.baseHash(), options, unlearning.method());
    }
}
