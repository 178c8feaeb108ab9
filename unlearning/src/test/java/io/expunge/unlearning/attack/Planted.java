/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import java.util.Set;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** Versions that were not unlearned as they should have been. */
final class Planted {

    private Planted() {}

    /** The version before with the class's column dropped and nothing else done. */
    static TrainedModel columnDropped(TrainedModel before, String removed) {
        LabelSpace left = before.labelSpace().without(Set.of(removed));
        int[] kept = left.classes().stream()
                .mapToInt(name -> before.labelSpace().indexOf(name).orElseThrow())
                .toArray();
        DMatrixRMaj weights = before.weights();
        double[] parameters = new double[weights.numRows * kept.length];
        for (int feature = 0; feature < weights.numRows; feature++) {
            for (int k = 0; k < kept.length; k++) {
                parameters[feature * kept.length + k] = weights.get(feature, kept[k]);
            }
        }
        return TrainedModel.rounded(before.vectoriser(), left, parameters);
    }

    /** The same, recentred, so that no logit's mean tells of the column. */
    static TrainedModel recentred(TrainedModel before, String removed) {
        TrainedModel dropped = columnDropped(before, removed);
        DMatrixRMaj weights = dropped.weights();
        for (int feature = 0; feature < weights.numRows; feature++) {
            int row = feature;
            double mean = IntStream.range(0, weights.numCols)
                    .mapToDouble(k -> weights.get(row, k))
                    .average()
                    .orElseThrow();
            for (int k = 0; k < weights.numCols; k++) {
                weights.set(row, k, weights.get(row, k) - mean);
            }
        }
        return TrainedModel.rounded(dropped.vectoriser(), dropped.labelSpace(), weights.data);
    }

    /** The version before with the class's column set to zero, as published. */
    static TrainedModel columnZeroed(TrainedModel before, String removed) {
        DMatrixRMaj weights = before.weights();
        int column = before.labelSpace().indexOf(removed).orElseThrow();
        for (int feature = 0; feature < weights.numRows; feature++) {
            weights.set(feature, column, 0);
        }
        return TrainedModel.rounded(before.vectoriser(), before.labelSpace(), weights.data);
    }

    /** Pushed on from one model past another: by 1 of the way that lies between them. */
    static TrainedModel beyond(TrainedModel with, TrainedModel without, double share) {
        int[] places = without.vectoriser().columnsOf(with.vectoriser());
        DMatrixRMaj weights = without.weights();
        double[] old = new double[with.labelSpace().size()];
        for (int feature = 0; feature < weights.numRows; feature++) {
            if (places[feature] >= 0) {
                with.weightsOf(places[feature], old);
                for (int k = 0; k < weights.numCols; k++) {
                    int column = with.labelSpace()
                            .indexOf(without.labelSpace().name(k))
                            .orElseThrow();
                    weights.set(feature, k, weights.get(feature, k) + share * (weights.get(feature, k) - old[column]));
                }
            }
        }
        return TrainedModel.rounded(without.vectoriser(), without.labelSpace(), weights.data);
    }
}
