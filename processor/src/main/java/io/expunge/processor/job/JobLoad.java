/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

/**
 * What a pool of jobs has to do.
 *
 * @param waiting jobs that wait for a thread, for memory or for the store
 * @param running jobs at work
 * @param memoryUsed bytes of heap that jobs at work are estimated to need, preparations included
 * @param memoryLimit bytes of heap they may need together
 */
public record JobLoad(int waiting, int running, long memoryUsed, long memoryLimit) {}
