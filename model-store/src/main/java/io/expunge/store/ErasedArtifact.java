/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/**
 * What went with an artifact.
 *
 * @param hash    the artifact
 * @param objects how many objects went that only it needed, its manifest among them; 0 if the store never had it
 * @param bytes   how many bytes those were
 */
public record ErasedArtifact(ContentHash hash, int objects, long bytes) {}
