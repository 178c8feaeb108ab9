/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.format;

import io.expunge.store.ArtifactContents;
import io.expunge.store.ServedRequest;
import java.util.List;
import java.util.Optional;

/** Turns the parts of an artifact into the bytes of its files, one at a time. Stateless and thread safe. */
public final class ArtifactEncoder {

    private ArtifactEncoder() {}

    /**
     * Encodes one file.
     *
     * @return its bytes, or empty if the artifact has no such part
     * @throws IllegalArgumentException if a text has no UTF-8 form
     */
    public static Optional<byte[]> encode(ArtifactFile file, ArtifactContents contents) {
        return switch (file) {
            case PARAMETERS ->
                Optional.of(ParametersFile.write(
                        contents.parameters(), contents.vocabulary().idf()));
            case TERMS -> Optional.of(TermsFile.write(contents.vocabulary().terms()));
            case ANALYSIS ->
                Optional.of(SmallFiles.writeAnalysis(contents.vocabulary().analysis()));
            case CLASSES -> Optional.of(SmallFiles.writeClasses(contents.classes()));
            case TRAINING_SET -> Optional.of(TrainingSetFile.write(contents.trainingSet()));
            case EVALUATION_SET -> contents.evaluationSet().map(TrainingSetFile::write);
            case DELETIONS -> Optional.of(SmallFiles.writeDeletions(contents.honouredDeletions()));
            case METRICS -> Optional.of(SmallFiles.writeMetrics(contents.metrics()));
            case REQUESTS -> Optional.of(SmallFiles.writeRequests(contents.servedRequests()));
            case CARD -> contents.card().map(CardFile::write);
            case CARD_PAGE -> contents.card().map(CardPage::write);
        };
    }

    /**
     * Encodes the one file that depends on who asked, and nothing else does.
     *
     * @throws IllegalArgumentException if an id has no UTF-8 form
     */
    public static byte[] encodeRequests(List<ServedRequest> served) {
        return SmallFiles.writeRequests(served);
    }
}
