/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

/**
 * An operator's word that keeps artifacts.
 *
 * @param hold true for a legal hold, which nothing is purged against; false for a pin, which yields to a deletion
 */
public record Protection(boolean hold, long since, String operator, String reason) {}
