/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

/**
 * The batch a job works on; its requests are rows of their own.
 *
 * @param batchId SHA-256 over everything the job's result depends on
 * @param registration whether the one row is a registration
 * @param method unlearning method
 * @param size number of rows
 */
public record BatchInFlight(String batchId, boolean registration, String method, int size) {}
