/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.SubjectRemoval;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Requests drawn at random for one model: documents, some of which nobody holds, data subjects, now and then a class, with
 * and without due dates, by either method. The same seed draws the same requests. Owned by one thread.
 */
final class Load {
    /** Fewer are not left standing, so that nothing but what is tested decides how a request ends. */
    private static final int CLASSES_KEPT = 4;

    private final String modelId;
    private final int firstNumber;
    private final Random random;
    private final List<Document> documents;
    private final List<String> classes;
    private int drawn;
    private int next;

    /** @param firstNumber of the request ids; the ids of two loads must not meet */
    Load(String modelId, int firstNumber, SampleCorpus.Split corpus, long seed) {
        this.modelId = modelId;
        this.firstNumber = firstNumber;
        this.random = new Random(seed ^ modelId.hashCode());
        this.documents =
                new ArrayList<>(Stream.concat(corpus.train().documents().stream(), corpus.test().documents().stream())
                        .toList());
        this.classes = new ArrayList<>(SampleCorpus.LABELS);
        Collections.shuffle(documents, random);
        Collections.shuffle(classes, random);
    }

    String modelId() {
        return modelId;
    }

    /** A removal of a document that no request before it named. */
    DeletionRequested document() {
        return request(new DocumentRemoval(List.of(documents.get(next++).id())));
    }

    /** Anything. */
    DeletionRequested any() {
        int die = random.nextInt(100);
        if (die < 2 && classes.size() > CLASSES_KEPT) {
            return request(new ClassRemoval(classes.remove(0)));
        } else if (die < 12) {
            return request(new SubjectRemoval(
                    documents.get(random.nextInt(documents.size())).subject().orElseThrow()));
        } else if (die < 20) {
            return request(new DocumentRemoval(List.of("nobody-holds-" + drawn, id())));
        } else if (die < 30) {
            return request(new DocumentRemoval(List.of("nobody-holds-" + drawn)));
        }
        return request(new DocumentRemoval(
                Stream.generate(this::id).limit(1 + random.nextInt(3)).toList()));
    }

    private String id() {
        return documents.get(random.nextInt(documents.size())).id();
    }

    private DeletionRequested request(Object target) {
        DeletionRequested.Builder request = Requests.of(firstNumber + drawn++, modelId, target);
        if (random.nextInt(3) == 0) {
            request.setDueBy(World.START.plusSeconds(random.nextInt(1000)));
        }
        if (random.nextInt(20) == 0) {
            request.setMethod("retrain");
        }
        return request.build();
    }
}
