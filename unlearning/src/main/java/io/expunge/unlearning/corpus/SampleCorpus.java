/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A corpus of our own: short invented newsroom notes in eight classes, for a first run without downloads.
 *
 * <p>Neighbouring classes share vocabulary by design (science with technology and health, sport with health and travel, and
 * so on), and some notes straddle two desks, so that a good classifier errs now and then and a removed class's documents
 * have sensible places to go. Every note has an author, its data subject; an author writes mostly for one desk.
 */
public final class SampleCorpus {

    /** Documents of the standard sample, training and test together. */
    public static final int DOCUMENTS = 3000;

    /** Classes of the sample. */
    public static final List<String> LABELS =
            List.of("politics", "business", "technology", "science", "health", "sport", "culture", "travel");

    private static final int TEST_EVERY = 5;
    private static final double STRADDLING = 0.12;
    private static final double GUEST_AUTHOR = 0.15;
    private static final double OWN = 0.45;
    private static final double SHARED = 0.80;
    private static final double NEIGHBOUR = 0.88;
    private static final double ACTOR_OWN = 0.45;

    /**
     * A corpus in two parts that share no document.
     *
     * @param train four fifths, to learn from
     * @param test one fifth, to judge by
     */
    public record Split(Corpus train, Corpus test) {}

    private final SampleWords words = SampleWords.load();
    private final SplittableRandom random;

    private SampleCorpus(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /**
     * Makes the sample.
     *
     * @param seed the same seed and number give the same documents
     * @param documents number of documents, training and test together, at least 40
     * @throws IllegalArgumentException if fewer are asked for
     */
    public static Split generate(long seed, int documents) {
        if (documents < LABELS.size() * TEST_EVERY) {
            throw new IllegalArgumentException("A sample of " + documents + " documents is too small; ask for at least "
                    + LABELS.size() * TEST_EVERY + ".");
        }
        SampleCorpus generator = new SampleCorpus(seed);
        List<Document> train = new ArrayList<>();
        List<Document> test = new ArrayList<>();
        for (int number = 1; number <= documents; number++) {
            (number % TEST_EVERY == 0 ? test : train).add(generator.document(number));
        }
        return new Split(new Corpus(train), new Corpus(test));
    }

    private Document document(int number) {
        String label = LABELS.get(number % LABELS.size());
        String author = author(random.nextDouble() < GUEST_AUTHOR ? pick(LABELS) : label);
        String partner = pick(words.neighbours(label));
        // A straddling note is written by both desks alike and filed under one of them: no reader could be sure which.
        boolean straddling = random.nextDouble() < STRADDLING;
        StringBuilder text = new StringBuilder();
        int sentences = 3 + random.nextInt(3);
        for (int i = 0; i < sentences; i++) {
            String desk = straddling && random.nextBoolean() ? partner : label;
            text.append(fill(pick(words.pool("sentences")), desk, author)).append(' ');
        }
        text.append(fill(pick(words.pool("bylines")), label, author));
        String id = String.format(Locale.ROOT, "sample-%06d", number);
        String subject = author.toLowerCase(Locale.ROOT).replace(' ', '.');
        return new Document(id, label, text.toString(), Optional.of(subject));
    }

    /** One of the twelve authors of a desk: a last name belongs to a desk. */
    private String author(String desk) {
        return pick(words.pool("first names")) + ' ' + words.pool("last names").get(LABELS.indexOf(desk));
    }

    private String fill(String template, String desk, String author) {
        StringBuilder filled = new StringBuilder();
        int position = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', position)) {
            int close = template.indexOf('}', open);
            filled.append(template, position, open).append(slot(template.substring(open + 1, close), desk, author));
            position = close + 1;
        }
        return filled.append(template.substring(position)).toString();
    }

    private String slot(String name, String desk, String author) {
        return switch (name) {
            case "Actor" -> capitalised(actor(desk));
            case "actor" -> actor(desk);
            case "thing" -> thing(desk);
            case "author" -> author;
            default -> pick(words.pool(name + "s"));
        };
    }

    private String actor(String desk) {
        return pick(words.pool("actors " + (random.nextDouble() < ACTOR_OWN ? desk : "everyone")));
    }

    private String thing(String desk) {
        double draw = random.nextDouble();
        String neighbour = pick(words.neighbours(desk));
        if (draw < OWN) {
            return pick(words.pool("things " + desk));
        }
        if (draw < SHARED) {
            return pick(words.shared(desk, neighbour));
        }
        return pick(words.pool("things " + (draw < NEIGHBOUR ? neighbour : "everyone")));
    }

    private static String capitalised(String phrase) {
        return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
