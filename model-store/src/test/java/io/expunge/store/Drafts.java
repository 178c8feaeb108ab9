/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Drafts for tests: random ones of every shape, and a small fixed one. */
public final class Drafts {

    private static final String[] ALPHABET = {
        "a",
        "b",
        "z",
        " ",
        "ä",
        "ß",
        "\u0301",
        "е",
        "日",
        "\ud83d\ude00",
        "'",
        "\"",
        "\\",
        "/",
        "..",
        "\u0000",
        "\t",
        "{"
    };

    private Drafts() {}

    /** Returns a draft of random shape and content, half of them with a model card. */
    public static ArtifactDraft random(Random random) {
        Lineage lineage = lineage(random);
        ArtifactContents contents = contents(random);
        return new ArtifactDraft(lineage, random.nextBoolean() ? carded(lineage, contents, random) : contents);
    }

    private static ArtifactContents carded(Lineage lineage, ArtifactContents contents, Random random) {
        SortedMap<CardTopic, String> stated = new TreeMap<>();
        for (CardTopic topic : CardTopic.values()) {
            if (random.nextInt(3) == 0) {
                stated.put(topic, text(random) + "\n" + text(random));
            }
        }
        return contents.withCard(ModelCard.of(
                lineage.modelId(), lineage.operation(), lineage.provenance(), contents, new CardStatement(stated)));
    }

    /** Returns a small draft that is always the same, serves no batch and has every part, none of them empty. */
    public static ArtifactDraft fixed() {
        Random random = new Random(Long.parseLong(Seeds.PROPERTY));
        return Stream.generate(() -> random(random))
                .filter(Drafts::hasEveryPart)
                .findFirst()
                .orElseThrow();
    }

    private static boolean hasEveryPart(ArtifactDraft draft) {
        ArtifactContents contents = draft.contents();
        return draft.lineage().base().isPresent()
                && draft.lineage().batchId().isEmpty()
                && contents.parameters().terms() > 2
                && contents.trainingSet().nonZeros() > 2
                && contents.evaluationSet().filter(set -> set.nonZeros() > 2).isPresent()
                && contents.honouredDeletions().documents().size() > 1
                && contents.metrics().size() > 1
                && contents.card()
                        .filter(card -> card.statement().texts().size() > 1)
                        .isPresent()
                && contents.vocabulary().analysis().size() > 1;
    }

    /** Returns a draft with another lineage. */
    public static ArtifactDraft forBatch(ArtifactDraft draft, String modelId, String batchId) {
        Lineage old = draft.lineage();
        return new ArtifactDraft(
                new Lineage(modelId, old.base(), old.operation(), Optional.of(batchId), old.provenance()),
                draft.contents());
    }

    /** Returns contents that serve no request yet. */
    public static ArtifactContents unserved(ArtifactContents contents) {
        return served(contents, List.of());
    }

    /** Returns contents that serve other requests. */
    public static ArtifactContents served(ArtifactContents old, List<ServedRequest> requests) {
        return new ArtifactContents(
                old.parameters(),
                old.vocabulary(),
                old.classes(),
                old.trainingSet(),
                old.evaluationSet(),
                old.honouredDeletions(),
                old.metrics(),
                requests,
                old.card());
    }

    /** Returns a draft with a metric more. */
    public static ArtifactDraft withMetric(ArtifactDraft draft, String name, double value) {
        ArtifactContents old = draft.contents();
        SortedMap<String, Double> metrics = new TreeMap<>(old.metrics());
        metrics.put(name, value);
        return new ArtifactDraft(
                draft.lineage(),
                new ArtifactContents(
                        old.parameters(),
                        old.vocabulary(),
                        old.classes(),
                        old.trainingSet(),
                        old.evaluationSet(),
                        old.honouredDeletions(),
                        metrics,
                        old.servedRequests()));
    }

    private static Lineage lineage(Random random) {
        Provenance provenance = new Provenance(
                text(random),
                textMap(random, Drafts::text),
                ContentHash.of(new byte[] {(byte) random.nextInt()}),
                "17.0.15");
        return new Lineage(
                text(random),
                random.nextBoolean() ? Optional.empty() : Optional.of(ContentHash.of(new byte[0])),
                Operation.values()[random.nextInt(3)],
                random.nextBoolean() ? Optional.empty() : Optional.of(text(random)),
                provenance);
    }

    private static ArtifactContents contents(Random random) {
        List<String> candidates = distinct(random, random.nextInt(12), Drafts::term);
        List<String> terms = candidates.subList(0, random.nextInt(candidates.size() + 1));
        List<String> classes = distinct(random, 1 + random.nextInt(4), Drafts::text);
        float[] weights = new float[terms.size() * classes.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian() * (random.nextInt(9) == 0 ? 1e-42f : 1);
        }
        double[] idf = random.doubles(terms.size(), -3, 9).toArray();
        return new ArtifactContents(
                new Parameters(terms.size(), classes.size(), weights),
                new Vocabulary(terms, idf, textMap(random, Drafts::text)),
                classes,
                set(random, candidates, 0, classes.size()),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(set(random, distinct(random, 3, Drafts::term), -1, classes.size())),
                new HonouredDeletions(pseudonyms(random), pseudonyms(random), distinct(random, 2, Drafts::text)),
                textMap(random, Random::nextGaussian),
                List.of(new ServedRequest(text(random), random.nextInt(1 << 20))));
    }

    private static TrainingSetData set(Random random, List<String> terms, int leastLabel, int classes) {
        List<Pseudonym> documents = pseudonyms(random);
        int[] rowStart = new int[documents.size() + 1];
        List<Integer> indices = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<Optional<Pseudonym>> subjects = new ArrayList<>();
        for (int document = 0; document < documents.size(); document++) {
            for (int term = 0; term < terms.size(); term++) {
                if (random.nextInt(3) == 0) {
                    indices.add(term);
                    counts.add(Math.max(1, random.nextInt() >>> (1 + random.nextInt(31))));
                }
            }
            rowStart[document + 1] = indices.size();
            subjects.add(random.nextBoolean() ? Optional.empty() : Optional.of(pseudonym(random)));
        }
        int[] labels = random.ints(documents.size(), leastLabel, classes).toArray();
        return new TrainingSetData(terms, rowStart, array(indices), array(counts), labels, documents, subjects);
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Pseudonym> pseudonyms(Random random) {
        return distinct(random, random.nextInt(6), Drafts::pseudonym);
    }

    private static Pseudonym pseudonym(Random random) {
        return new Pseudonym(random.nextLong(), random.nextLong());
    }

    private static <V> SortedMap<String, V> textMap(Random random, Function<Random, V> values) {
        SortedMap<String, V> map = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(text(random), values.apply(random));
        }
        return map;
    }

    private static <T> List<T> distinct(Random random, int count, Function<Random, T> values) {
        Set<T> distinct = new LinkedHashSet<>();
        while (distinct.size() < count) {
            distinct.add(values.apply(random));
        }
        return List.copyOf(distinct);
    }

    private static String term(Random random) {
        return "t" + text(random);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text.append(random.nextInt(1000)).toString();
    }
}
