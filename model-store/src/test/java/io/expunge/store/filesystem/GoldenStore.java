/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import io.expunge.store.Drafts;
import io.expunge.store.HeadHint;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.ModelStore;
import io.expunge.store.Pseudonym;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.StagedArtifact;
import io.expunge.store.StoreOwner;
import java.nio.file.Path;
import java.util.List;

/**
 * The whole store in {@code src/test/resources/golden/store-1}: everything a store may hold, not only an artifact. Written
 * once by {@link #main}, never again; a later layout gets a folder of its own.
 */
final class GoldenStore {

    static final StoreOwner OWNER = new StoreOwner("golden-cluster", "expunge.");
    static final String STAGED_KEY = "removal of a class";
    static final HonouredDeletions REMEMBERED =
            new HonouredDeletions(List.of(new Pseudonym(5, -5)), List.of(new Pseudonym(6, -6)), List.of());

    private GoldenStore() {}

    /** Writes the store into an empty directory given as the only argument, and prints what was drawn at random. */
    public static void main(String[] arguments) {
        try (ModelStore store = FileSystemModelStore.open(Path.of(arguments[0]))) {
            store.ownership().claim(OWNER);
            System.out.println("identity " + store.ownership().identity());
            System.out.println("pseudonym "
                    + store.keys().getOrCreate(GoldenArtifact.MODEL).pseudonym(PseudonymDomain.SUBJECT, "somebody"));
            store.remembered().add(GoldenArtifact.MODEL, REMEMBERED);
            store.advanceHead(GoldenArtifact.MODEL, new HeadHint(2, 17, store.put(GoldenArtifact.draft())));
            System.out.println("staged " + stage(store).files());
        }
    }

    static StagedArtifact stage(ModelStore store) {
        return store.staging()
                .stage(
                        GoldenArtifact.MODEL,
                        STAGED_KEY,
                        Drafts.unserved(GoldenArtifact.draft().contents()));
    }
}
