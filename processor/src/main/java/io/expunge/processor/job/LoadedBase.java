/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.processor.artifact.StoredModel;
import io.expunge.store.ContentHash;
import io.expunge.store.Lineage;

/**
 * An artifact read from the store, whole.
 *
 * @param bytes what its files take in the store
 */
record LoadedBase(ContentHash hash, Lineage lineage, long bytes, StoredModel model) {}
