/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How batches are made and told.
 *
 * @param maximumBatchSize most requests of one batch
 * @param lingerMillis how long the oldest open request waits for company; 0 closes at once
 * @param defaultMethod method of a request that names none
 * @param settings everything else that a job's result depends on, in canonical text
 * @param statusSlice most statuses one record may cause
 * @param verifiedWhen which verdict makes a request VERIFIED
 * @param thorough whether published versions are checked beyond the gate, at once or again and again
 * @param purge when versions that hold forgotten data are erased
 * @param release what was promised of how versions are released
 */
public record ModelPolicy(
        int maximumBatchSize,
        long lingerMillis,
        String defaultMethod,
        SortedMap<String, String> settings,
        int statusSlice,
        VerifiedWhen verifiedWhen,
        boolean thorough,
        PurgePolicy purge,
        ReleasePolicy release) {
    public ModelPolicy {
        settings = new TreeMap<>(settings);
    }
}
