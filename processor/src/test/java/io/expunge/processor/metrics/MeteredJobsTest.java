/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.job.JobSpecification;
import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeteredJobsTest {
    private static final JobSpecification JOB =
            new JobSpecification.Unlearning("news", "batch", "base", "hessian-reassignment", List.of());

    private final List<String> forgotten = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeteredJobs metered = new MeteredJobs(new Jobs(), registry);
    private int vainAttempts;

    private final class Jobs implements JobExecutor {
        @Override
        public Outcome execute(JobSpecification job, ProgressMonitor monitor) {
            if (vainAttempts-- > 0) {
                throw new CancelledException("in vain");
            }
            return new Outcome.NothingToDo(List.of());
        }

        @Override
        public long estimateBytes(JobSpecification job) {
            return 17;
        }

        @Override
        public void forgetAllBut(String modelId, Optional<String> headHash) {
            forgotten.add(modelId + " but " + headHash.orElse("nothing"));
        }
    }

    /** A base that is kept because nobody passes the order on holds documents that were forgotten. */
    @Test
    void whatIsToBeForgottenIsForgottenBehindTheMeters() {
        metered.forgetAllBut("news", Optional.of("head"));
        metered.forgetAllBut("news", Optional.empty());
        assertThat(forgotten).containsExactly("news but head", "news but nothing");
    }

    @Test
    void aBatchCountsOnceHoweverOftenItIsTried() {
        vainAttempts = 3;
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> metered.execute(JOB, ProgressMonitor.NONE)).isInstanceOf(CancelledException.class);
        }
        assertThat(registry.get("expunge.batch.size").summary().count()).isZero();
        metered.execute(JOB, ProgressMonitor.NONE);
        assertThat(registry.get("expunge.batch.size").summary().count()).isEqualTo(1);
        assertThat(registry.get("expunge.job.duration")
                        .tag("outcome", "broken")
                        .timer()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void theEstimateIsTheExecutors() {
        assertThat(metered.estimateBytes(JOB)).isEqualTo(17);
    }
}
