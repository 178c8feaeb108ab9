/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HeadHint;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.Operation;
import io.expunge.store.Parameters;
import io.expunge.store.Provenance;
import io.expunge.store.Pseudonym;
import io.expunge.store.PseudonymKey;
import io.expunge.store.ServedRequest;
import io.expunge.store.TrainingSetData;
import io.expunge.store.Vocabulary;
import io.expunge.store.format.SealedRecord;
import io.expunge.store.objects.Bucket.Access;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The artifact in {@code src/test/resources/golden}. A new format gets a folder of its own, written once by
 * {@link #main} and never again; older folders stay.
 */
final class GoldenArtifact {

    static final String MODEL = "golden model / ä";

    private GoldenArtifact() {}

    /** Writes the store into an empty directory given as the only argument. */
    public static void main(String[] arguments) {
        Path root = Path.of(arguments[0]);
        try (ModelStore store = FileSystemModelStore.open(root);
                FileBucket bucket = FileBucket.open(root)) {
            ContentHash hash = store.put(draft());
            store.advanceHead(MODEL, new HeadHint(2, 17, hash));
            byte[] secret = new byte[PseudonymKey.BYTES];
            for (int i = 0; i < secret.length; i++) {
                secret[i] = (byte) i;
            }
            ContentHash model = ContentHash.of(MODEL.getBytes(StandardCharsets.UTF_8));
            bucket.createIfAbsent(
                    "models/" + model + "/key", SealedRecord.key(PseudonymKey.of(secret), model), Access.OWNER);
            System.out.println(hash);
        }
    }

    static ArtifactDraft draft() {
        Provenance provenance = new Provenance(
                "hessian-reassignment",
                new TreeMap<>(Map.of("c", "10.0", "seed", "1")),
                ContentHash.of("data".getBytes(StandardCharsets.UTF_8)),
                "17.0.1");
        ContentHash base = ContentHash.of("base".getBytes(StandardCharsets.UTF_8));
        return new ArtifactDraft(
                new Lineage(MODEL, Optional.of(base), Operation.UNLEARNED, Optional.of("golden batch"), provenance),
                contents());
    }

    private static ArtifactContents contents() {
        return new ArtifactContents(
                new Parameters(2, 3, new float[] {1.5f, -0.25f, 3e-42f, -0.0f, Float.MAX_VALUE, 0.1f}),
                new Vocabulary(
                        List.of("straße", "two words"),
                        new double[] {1.6931471805599454, 0.1},
                        new TreeMap<>(Map.of("ngrams", "1-3", "minDf", "5"))),
                List.of("sci.space", "line\nbreak", "日本 \"quoted\""),
                trainingSet(),
                Optional.of(evaluationSet()),
                new HonouredDeletions(
                        List.of(new Pseudonym(-1, 2)), List.of(new Pseudonym(3, -4)), List.of("sci.crypt")),
                new TreeMap<>(Map.of("accuracy", 0.8474, "tiny", 4.9e-324, "whole", 3.0)),
                List.of(new ServedRequest("0b6c1f0e-1111-4222-8333-444455556666", 595)));
    }

    private static TrainingSetData trainingSet() {
        return new TrainingSetData(
                List.of("straße", "two words", "rare"),
                new int[] {0, 2, 2, 3},
                new int[] {0, 2, 1},
                new int[] {1, 300, Integer.MAX_VALUE},
                new int[] {0, 2, 1},
                List.of(new Pseudonym(1, 1), new Pseudonym(2, 2), new Pseudonym(Long.MIN_VALUE, Long.MAX_VALUE)),
                List.of(Optional.of(new Pseudonym(9, 9)), Optional.empty(), Optional.empty()));
    }

    private static TrainingSetData evaluationSet() {
        return new TrainingSetData(
                List.of("other"),
                new int[] {0, 1},
                new int[] {0},
                new int[] {2},
                new int[] {-1},
                List.of(new Pseudonym(7, 7)),
                List.of(Optional.empty()));
    }
}
