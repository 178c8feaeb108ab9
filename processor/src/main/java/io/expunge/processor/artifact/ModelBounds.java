/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.processor.request.BoundedText;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.CorpusFormatException;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.features.Vectoriser;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How big a model may be, checked before the work: what goes beyond could be trained, and then neither announced in a
 * record, nor kept in a file, nor named in a request. Stateless.
 */
public final class ModelBounds {
    /** Longest document id or subject key, in characters: no longer one can be named in a request. */
    public static final int LONGEST_ID = 1000;

    /** Longest class name, in characters. */
    public static final int LONGEST_CLASS_NAME = 200;

    /** Most classes of a model. */
    public static final int MOST_CLASSES = 10_000;

    /** Most bytes that the class names of a version event may take, the reassignments of one removed class among them. */
    public static final int MOST_NAME_BYTES = 600_000;

    /** Most numbers in the parameters: one file holds them, and no file has 2 GiB. */
    public static final long MOST_PARAMETERS = 500_000_000L;

    /** Lengths and counts around each name in an event, at most. */
    private static final int BYTES_AROUND_NAME = 12;

    private ModelBounds() {}

    /**
     * Checks documents before they are counted.
     *
     * @throws CorpusFormatException naming what is too long or too many, and the remedy
     */
    static void require(Corpus train, Optional<Corpus> test) {
        train.documents().forEach(ModelBounds::requireIds);
        test.ifPresent(held -> held.documents().forEach(ModelBounds::requireIds));
        problem(List.copyOf(new HashSet<>(train.labels()))).ifPresent(problem -> {
            throw CorpusFormatException.of("The labels", problem);
        });
    }

    /**
     * Checks the size of what is about to be fitted.
     *
     * @throws CorpusFormatException naming the sizes and the remedy
     */
    static void require(TermCounts counts, Analysis analysis, int classes) {
        if ((long) counts.terms().size() * classes <= MOST_PARAMETERS) {
            return; // the vocabulary is a part of the terms
        }
        long terms = Vectoriser.fit(analysis, counts).features();
        if (terms * classes > MOST_PARAMETERS) {
            throw CorpusFormatException.of(
                    "The vocabulary",
                    String.format(
                            Locale.ROOT,
                            "%,d terms and %,d classes make %,d parameters; a model holds at most %,d. Merge classes, or ask"
                                    + " for terms that occur in more documents.",
                            terms,
                            classes,
                            terms * classes,
                            MOST_PARAMETERS));
        }
    }

    /** What is wrong with a model's class names, if anything, and what to do. */
    public static Optional<String> problem(List<String> classes) {
        if (classes.size() > MOST_CLASSES) {
            return Optional.of(classes.size() + " classes are too many; a model may have " + MOST_CLASSES
                    + ". Merge some of them.");
        }
        return classes.stream()
                .filter(name -> name.length() > LONGEST_CLASS_NAME)
                .findFirst()
                .map(name -> "the class name '" + BoundedText.of(name, 33) + "' has " + name.length()
                        + " characters; at most " + LONGEST_CLASS_NAME + " are taken. Shorten it.")
                .or(() -> tooManyBytes(classes));
    }

    private static Optional<String> tooManyBytes(List<String> classes) {
        long all = 0;
        long longest = 0;
        for (String name : classes) {
            int bytes = name.getBytes(StandardCharsets.UTF_8).length + BYTES_AROUND_NAME;
            all += bytes;
            longest = Math.max(longest, bytes);
        }
        // All names once as the classes, once beside the removed class as where its documents go.
        long event = 2 * all + classes.size() * longest;
        return event <= MOST_NAME_BYTES
                ? Optional.empty()
                : Optional.of(classes.size() + " classes with names of up to " + (longest - BYTES_AROUND_NAME)
                        + " bytes would take " + event + " bytes in the event that tells of a removal; at most "
                        + MOST_NAME_BYTES + " are taken. Shorten the names, or merge classes.");
    }

    private static void requireIds(Document document) {
        requireShort("document_id", document.id());
        document.subject().ifPresent(subject -> requireShort("subject", subject));
    }

    private static void requireShort(String field, String value) {
        if (value.length() > LONGEST_ID) {
            throw CorpusFormatException.of(
                    "The documents",
                    "the " + field + " '" + BoundedText.of(value, 33) + "' has " + value.length()
                            + " characters; a request for its deletion can name at most " + LONGEST_ID
                            + ". Use shorter keys.");
        }
    }
}
