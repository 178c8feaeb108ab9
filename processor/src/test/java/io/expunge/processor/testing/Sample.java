/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.testing;

import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.job.StoreJobExecutor;
import io.expunge.processor.job.UnlearningOptions;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.ModelStore;
import io.expunge.store.Pseudonym;
import io.expunge.store.PseudonymDomain;
import io.expunge.store.memory.InMemoryModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A small model trained on the sample corpus, in a store in memory, and jobs on it. */
public final class Sample {
    public static final String MODEL = "news";
    private static final int DOCUMENTS = 400;

    public final ModelStore store = InMemoryModelStore.open();
    public final SampleCorpus.Split corpus = SampleCorpus.generate(Seeds.EXAMPLE, DOCUMENTS);
    public final ContentHash base = train(MODEL, corpus.train());

    /** Trains on some documents and puts the artifact. */
    public ContentHash train(String modelId, Corpus documents) {
        return train(modelId, documents, corpus.test());
    }

    /** Trains on some documents, judges by others, and puts the artifact. */
    public ContentHash train(String modelId, Corpus documents, Corpus judges) {
        return new ModelTraining(modelId, Analysis.standard(), TrainingSettings.standard())
                .train(documents, Optional.of(judges), store, ProgressMonitor.NONE)
                .artifact();
    }

    public StoredModel load(ContentHash hash) {
        return ModelArtifacts.load(store.open(hash));
    }

    public static UnlearningOptions options() {
        return ProcessorConfiguration.defaults().unlearning();
    }

    public StoreJobExecutor executor(int parallelism) {
        return new StoreJobExecutor(store, options(), parallelism);
    }

    /** A job named after what it wants. */
    public JobSpecification.Unlearning job(ContentHash from, RemovalTarget... targets) {
        List<JobSpecification.Wanted> wanted = Stream.iterate(0, i -> i + 1)
                .limit(targets.length)
                .map(i -> new JobSpecification.Wanted("request-" + i, targets[i]))
                .toList();
        String batchId = ContentHash.of((from + wanted.toString()).getBytes(StandardCharsets.UTF_8))
                .hex();
        return new JobSpecification.Unlearning(
                MODEL, batchId, from.hex(), options().method(), wanted);
    }

    public JobSpecification.Admission admission(String baseHash, String artifact) {
        String batchId = ContentHash.of((baseHash + artifact).getBytes(StandardCharsets.UTF_8))
                .hex();
        return new JobSpecification.Admission(
                MODEL, batchId, baseHash, "registration", artifact, "trainer", HonouredDeletions.NONE, List.of());
    }

    public Pseudonym document(String id) {
        return store.keys().getOrCreate(MODEL).pseudonym(PseudonymDomain.DOCUMENT, id);
    }

    public Pseudonym subject(String key) {
        return store.keys().getOrCreate(MODEL).pseudonym(PseudonymDomain.SUBJECT, key);
    }

    public RemovalTarget documents(String... ids) {
        return new RemovalTarget.OfDocuments(Stream.of(ids).map(this::document).toList());
    }

    /** Ids of the training documents of a class. */
    public String[] idsOf(String label) {
        return corpus.train().documents().stream()
                .filter(document -> document.label().equals(label))
                .map(Document::id)
                .toArray(String[]::new);
    }
}
