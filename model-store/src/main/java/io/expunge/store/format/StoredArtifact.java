/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.Artifact;
import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactSize;
import io.expunge.store.ContentHash;
import io.expunge.store.FileEntry;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelCard;
import io.expunge.store.ModelStoreException.ArtifactCorrupt;
import io.expunge.store.ModelStoreException.ArtifactMissing;
import io.expunge.store.Parameters;
import io.expunge.store.ServedRequest;
import io.expunge.store.TrainingSetData;
import io.expunge.store.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;

/**
 * An artifact read from its files. Immutable and thread safe if its source is.
 *
 * @param hash     the content hash
 * @param manifest what it consists of
 * @param source   reads a file, verified against its entry
 */
public record StoredArtifact(ContentHash hash, Manifest manifest, VerifiedSource source) implements Artifact {

    /** Reads files so that what comes back has the length and hash of the entry. */
    @FunctionalInterface
    public interface VerifiedSource {
        /** Reads a file; the name is for messages. */
        byte[] read(String name, FileEntry entry);
    }

    @Override
    public Lineage lineage() {
        return manifest.lineage();
    }

    @Override
    public ArtifactSize size() {
        return manifest.size();
    }

    @Override
    public SortedMap<String, FileEntry> files() {
        return manifest.files();
    }

    @Override
    public byte[] read(String name) {
        FileEntry entry = files().get(name);
        if (entry == null) {
            throw new ArtifactMissing("A file of that name of artifact " + hash);
        }
        return source.read(describe(name), entry);
    }

    @Override
    public Parameters parameters() {
        return tensors().parameters();
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary(tensors().idf());
    }

    private Vocabulary vocabulary(double[] idf) {
        List<String> terms = part(ArtifactFile.TERMS, TermsFile::read);
        SortedMap<String, String> analysis = part(ArtifactFile.ANALYSIS, SmallFiles::readAnalysis);
        try {
            return new Vocabulary(terms, idf, analysis);
        } catch (IllegalArgumentException refused) {
            throw new ArtifactCorrupt(describe("vocabulary"), "terms and IDF that fit", "others");
        }
    }

    @Override
    public List<String> classes() {
        return part(ArtifactFile.CLASSES, SmallFiles::readClasses);
    }

    @Override
    public TrainingSetData trainingSet() {
        return part(ArtifactFile.TRAINING_SET, TrainingSetFile::read);
    }

    @Override
    public Optional<TrainingSetData> evaluationSet() {
        return files().containsKey(ArtifactFile.EVALUATION_SET.fileName())
                ? Optional.of(part(ArtifactFile.EVALUATION_SET, TrainingSetFile::read))
                : Optional.empty();
    }

    @Override
    public HonouredDeletions honouredDeletions() {
        return part(ArtifactFile.DELETIONS, SmallFiles::readDeletions);
    }

    @Override
    public SortedMap<String, Double> metrics() {
        return part(ArtifactFile.METRICS, SmallFiles::readMetrics);
    }

    @Override
    public List<ServedRequest> servedRequests() {
        return part(ArtifactFile.REQUESTS, SmallFiles::readRequests);
    }

    @Override
    public Optional<ModelCard> card() {
        return files().containsKey(ArtifactFile.CARD.fileName())
                ? Optional.of(part(ArtifactFile.CARD, CardFile::read))
                : Optional.empty();
    }

    @Override
    public Optional<String> cardPage() {
        return files().containsKey(ArtifactFile.CARD_PAGE.fileName())
                ? Optional.of(part(ArtifactFile.CARD_PAGE, CardPage::read))
                : Optional.empty();
    }

    @Override
    public ArtifactContents contents() {
        try {
            cardPage(); // nothing is made of it, but damage to it is damage to the artifact
            ParametersFile.Tensors tensors = tensors(); // the biggest file, read and hashed once for both its parts
            return new ArtifactContents(
                    tensors.parameters(),
                    vocabulary(tensors.idf()),
                    classes(),
                    trainingSet(),
                    evaluationSet(),
                    honouredDeletions(),
                    metrics(),
                    servedRequests(),
                    card());
        } catch (IllegalArgumentException refused) {
            throw new ArtifactCorrupt("Artifact " + hash, "parts that fit each other", "others");
        }
    }

    private ParametersFile.Tensors tensors() {
        return part(ArtifactFile.PARAMETERS, ParametersFile::read);
    }

    private <T> T part(ArtifactFile file, BiFunction<String, byte[], T> reader) {
        String name = describe(file.fileName());
        return reader.apply(name, source.read(name, manifest.entry(file)));
    }

    private String describe(String name) {
        return name + " of artifact " + hash;
    }
}
