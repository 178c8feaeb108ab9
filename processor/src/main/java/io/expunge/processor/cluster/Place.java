/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.cluster;

/** Where a record stands in its topic. */
public record Place(int partition, long offset) {}
