/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Pseudonym;
import io.expunge.store.RememberedDeletions;
import io.expunge.store.format.SealedRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembered deletions, each lot an object of its own that is named by its content: writing one twice is writing it once.
 *
 * @param bucket where they are
 */
record BucketRemembered(Bucket bucket) implements RememberedDeletions {

    /** Keeps an object well under {@link SealedRecord#MAX_BYTES}. */
    private static final int LOT = 10_000;

    /** The same for names, which are longer. */
    private static final int CLASSES_IN_A_LOT = 500;

    @Override
    public void add(String modelId, HonouredDeletions deletions) {
        addDocuments(modelId, deletions.documents());
        for (int from = 0; from < deletions.subjects().size(); from += LOT) {
            List<Pseudonym> lot = lot(deletions.subjects(), from, LOT);
            write(modelId, new HonouredDeletions(List.of(), lot, List.of()));
        }
        for (int from = 0; from < deletions.classes().size(); from += CLASSES_IN_A_LOT) {
            List<String> lot = lot(deletions.classes(), from, CLASSES_IN_A_LOT);
            write(modelId, new HonouredDeletions(List.of(), List.of(), lot));
        }
    }

    private void addDocuments(String modelId, List<Pseudonym> documents) {
        for (int from = 0; from < documents.size(); from += LOT) {
            write(modelId, new HonouredDeletions(lot(documents, from, LOT), List.of(), List.of()));
        }
    }

    private static <T> List<T> lot(List<T> all, int from, int size) {
        return all.subList(from, Math.min(all.size(), from + size));
    }

    private void write(String modelId, HonouredDeletions lot) {
        byte[] bytes = SealedRecord.remembered(lot);
        bucket.createIfAbsent(Keys.modelName(modelId), SealedRecord.model(modelId), Bucket.Access.STORE);
        bucket.createIfAbsent(Keys.remembered(modelId, ContentHash.of(bytes)), bytes, Bucket.Access.STORE);
    }

    @Override
    public HonouredDeletions of(String modelId) {
        List<Pseudonym> documents = new ArrayList<>();
        List<Pseudonym> subjects = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (String key : bucket.list(Keys.rememberedFolder(modelId))) {
            bucket.read(key, SealedRecord.MAX_BYTES)
                    .map(bytes -> SealedRecord.readRemembered(key, bytes))
                    .ifPresent(lot -> {
                        documents.addAll(lot.documents());
                        subjects.addAll(lot.subjects());
                        classes.addAll(lot.classes());
                    });
        }
        return new HonouredDeletions(documents, subjects, classes);
    }
}
