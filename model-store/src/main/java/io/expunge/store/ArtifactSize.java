/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/**
 * How big an artifact is, known from its manifest alone: what a job's memory is estimated from.
 *
 * @param terms     terms of the vocabulary
 * @param classes   classes
 * @param documents documents of the training set
 * @param nonZeros  entries of the training set
 */
public record ArtifactSize(int terms, int classes, int documents, int nonZeros) {}
