/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import java.time.Duration;

/**
 * Bounds of the job pool.
 *
 * @param threads jobs at once
 * @param memoryBytes heap that running jobs may be estimated to need together
 * @param deadline how long a job may work, all its attempts together and waits for the store left out; afterwards its
 *     request is quarantined
 * @param retryDelay how long to wait when the store cannot be reached
 */
public record PoolSettings(int threads, long memoryBytes, Duration deadline, Duration retryDelay) {}
