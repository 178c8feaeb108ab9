/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/**
 * One file of an artifact, as its manifest names it.
 *
 * @param hash  SHA-256 of its bytes
 * @param bytes its length
 */
public record FileEntry(ContentHash hash, long bytes) {}
