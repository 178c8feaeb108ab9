/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

/** Which batch a version served, kept until a verdict covers the version. */
public record PublishedBatch(String batchId, int size) {}
