/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.store.Pseudonym;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What two models have in common, and how far apart they are there. Immutable.
 *
 * @param terms terms of the vocabularies
 * @param documents documents of the training sets
 * @param parameters how far the parameters are apart
 * @param decisions what both say of the evaluation documents they share; empty if they share none
 */
public record ModelComparison(
        Overlap terms, Overlap documents, ParameterDistance parameters, Optional<Decisions> decisions) {

    /**
     * How two sets overlap.
     *
     * @param shared in both
     * @param onlyBefore only in the first
     * @param onlyAfter only in the second
     */
    public record Overlap(int shared, int onlyBefore, int onlyAfter) {
        static <T> Overlap of(List<T> before, List<T> after) {
            Set<T> shared = new HashSet<>(before);
            shared.retainAll(new HashSet<>(after));
            return new Overlap(shared.size(), before.size() - shared.size(), after.size() - shared.size());
        }
    }

    /**
     * Evaluation documents that the models classify differently.
     *
     * @param documents evaluation documents of both
     * @param moves what changed, the most frequent first
     */
    public record Decisions(int documents, List<Move> moves) {
        public Decisions {
            moves = List.copyOf(moves);
        }

        /** How many documents are classified differently. */
        public int changed() {
            return moves.stream().mapToInt(Move::documents).sum();
        }
    }

    /** Documents that the first model puts into one class and the second into another. */
    public record Move(String from, String to, int documents) {}

    /** Compares two models, whose documents must be named by the same key. */
    public static ModelComparison of(StoredModel before, StoredModel after) {
        return new ModelComparison(
                Overlap.of(
                        before.model().vectoriser().terms(),
                        after.model().vectoriser().terms()),
                Overlap.of(before.documents(), after.documents()),
                ParameterDistance.between(before.model(), after.model()),
                decisions(before, after));
    }

    private static Optional<Decisions> decisions(StoredModel before, StoredModel after) {
        Map<Pseudonym, String> first = predictions(before);
        Map<Pseudonym, String> second = predictions(after);
        first.keySet().retainAll(second.keySet());
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Map<Move, Integer> counts = new HashMap<>();
        first.forEach((document, from) -> {
            String to = second.getOrDefault(document, from);
            if (!from.equals(to)) {
                counts.merge(new Move(from, to, 0), 1, Integer::sum);
            }
        });
        List<Move> moves = counts.entrySet().stream()
                .map(move -> new Move(move.getKey().from(), move.getKey().to(), move.getValue()))
                .sorted(Comparator.comparingInt(Move::documents)
                        .reversed()
                        .thenComparing(Move::from)
                        .thenComparing(Move::to))
                .toList();
        return Optional.of(new Decisions(first.size(), moves));
    }

    private static Map<Pseudonym, String> predictions(StoredModel stored) {
        Map<Pseudonym, String> predictions = new HashMap<>();
        stored.evaluationSet().ifPresent(set -> {
            int[] classes = stored.model().predict(stored.model().vectoriser().transform(set.counts()));
            for (int row = 0; row < classes.length; row++) {
                predictions.put(
                        set.documents().get(row), stored.model().labelSpace().name(classes[row]));
            }
        });
        return predictions;
    }
}
