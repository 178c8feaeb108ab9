/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.artifact;

import io.expunge.unlearning.model.TrainedModel;
import java.util.List;

/**
 * How far the parameters of two models are apart, over the terms and classes they share. Adding a constant to the weights
 * that a term has for all classes changes no prediction, and removing a class does just that, so every term's weights are
 * first taken relative to their mean over the shared classes. Immutable.
 *
 * @param terms shared terms
 * @param classes shared classes
 * @param distance Frobenius norm of the difference
 * @param norm Frobenius norm of the first model's part
 */
public record ParameterDistance(int terms, int classes, double distance, double norm) {

    /** The distance over the norm; 0 if nothing is shared. */
    public double relative() {
        return norm == 0 ? 0 : distance / norm;
    }

    static ParameterDistance between(TrainedModel before, TrainedModel after) {
        int[] termOf =
                TermPlaces.of(before.vectoriser().terms(), after.vectoriser().terms());
        List<String> classes = before.labelSpace().classes().stream()
                .filter(after.labelSpace()::contains)
                .toList();
        int[] first = places(before, classes);
        int[] second = places(after, classes);
        double[] own = new double[before.labelSpace().size()];
        double[] other = new double[after.labelSpace().size()];
        int shared = 0;
        double difference = 0;
        double norm = 0;
        for (int term = 0; term < termOf.length; term++) {
            if (termOf[term] < 0) {
                continue;
            }
            shared++;
            before.weightsOf(term, own);
            after.weightsOf(termOf[term], other);
            double ownMean = mean(own, first);
            double otherMean = mean(other, second);
            for (int place = 0; place < first.length; place++) {
                double centred = own[first[place]] - ownMean;
                double apart = centred - (other[second[place]] - otherMean);
                norm += centred * centred;
                difference += apart * apart;
            }
        }
        return new ParameterDistance(shared, classes.size(), Math.sqrt(difference), Math.sqrt(norm));
    }

    private static int[] places(TrainedModel model, List<String> classes) {
        return classes.stream()
                .mapToInt(name -> model.labelSpace().indexOf(name).orElseThrow())
                .toArray();
    }

    private static double mean(double[] row, int[] places) {
        double sum = 0;
        for (int place : places) {
            sum += row[place];
        }
        return places.length == 0 ? 0 : sum / places.length;
    }
}
