/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

/**
 * What was worked out before anybody asked.
 *
 * @param answers answers that are ready
 * @param bytes bytes they take in the model store
 * @param served batches that found their answer ready since the start
 */
public record PreparedLoad(int answers, long bytes, long served) {}
