/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.processor.job.JobRunner;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.Preparation;
import io.expunge.processor.job.PurgeSpecification;
import io.expunge.processor.job.VerificationSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The job pool's twin: jobs wait until a test says how they end. */
public final class ManualJobs implements JobRunner {
    private final Map<String, JobSpecification> waiting = new LinkedHashMap<>();
    private final Map<String, Preparation> heads = new LinkedHashMap<>();
    private final List<PurgeSpecification> purges = new ArrayList<>();
    private final Map<String, VerificationSpecification> versions = new LinkedHashMap<>();
    private int submissions;

    @Override
    public void submit(JobSpecification job) {
        submissions++;
        waiting.putIfAbsent(job.batchId(), job);
    }

    /** Takes the waiting jobs in the order they came. */
    public List<JobSpecification> take() {
        List<JobSpecification> taken = List.copyOf(waiting.values());
        waiting.clear();
        return taken;
    }

    /** How often a job was handed over, repetitions included. */
    public int submissions() {
        return submissions;
    }

    @Override
    public void prepare(Preparation head) {
        heads.put(head.modelId(), head);
    }

    @Override
    public void forsake(String modelId) {
        heads.remove(modelId);
    }

    @Override
    public void purge(PurgeSpecification purge) {
        purges.add(purge);
    }

    @Override
    public void dropPurges(String modelId) {
        purges.removeIf(purge -> purge.modelId().equals(modelId));
    }

    /** Takes the purges handed over so far, repetitions included. */
    public List<PurgeSpecification> takePurges() {
        List<PurgeSpecification> taken = List.copyOf(purges);
        purges.clear();
        return taken;
    }

    @Override
    public void verify(VerificationSpecification version) {
        versions.put(version.modelId(), version);
    }

    @Override
    public void abandonVerification(String modelId) {
        versions.remove(modelId);
    }

    /** The versions to be checked, newest of each model. */
    public Map<String, VerificationSpecification> versions() {
        return Map.copyOf(versions);
    }

    /** The heads offered for preparation, newest of each model. */
    public Map<String, Preparation> heads() {
        return Map.copyOf(heads);
    }

    @Override
    public void close() {}
}
