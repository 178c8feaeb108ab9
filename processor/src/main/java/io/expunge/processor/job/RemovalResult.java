/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.store.ArtifactContents;
import io.expunge.store.Provenance;

/**
 * What unlearning came to, solved and verified, before anybody is told: nothing in it depends on who asked.
 *
 * @param contents what the store gets; it serves nobody yet unless the requests are known
 * @param released the model that the gate looked at
 * @param facts the version event but for artifact and requests
 */
record RemovalResult(
        ArtifactContents contents, StoredModel released, Provenance provenance, ModelVersionPublished facts) {}
