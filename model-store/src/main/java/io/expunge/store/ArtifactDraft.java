/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

/**
 * An artifact before it is put: everything that its content hash is made of.
 *
 * @param lineage  where it comes from
 * @param contents what it holds
 */
public record ArtifactDraft(Lineage lineage, ArtifactContents contents) {

    /** Lets the card tell of the lineage: what computed the contents need not have known what they would be put for. */
    public ArtifactDraft {
        if (contents.card().isPresent()) {
            contents = contents.withCard(contents.card().get().of(lineage));
        }
    }
}
