/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.method;

import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.model.UnknownClassException;
import io.expunge.unlearning.solve.Workers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixSparseCSC;

/**
 * The learning problem that is left when the forget set is gone: documents, classes and vectoriser, worked out once for any
 * mixture of classes and documents.
 *
 * @param problem what was asked for
 * @param trainingSet the retained documents
 * @param retainedRows their rows in the training set before
 * @param removedClasses classes named in the forget set or left without a document, in the order of the old label space
 * @param vectoriser fitted to the retained documents, or the old one, by policy
 * @param features features × retained documents
 */
@SuppressWarnings("ArrayRecordComponent") // stays inside the package, never compared
record RetainedProblem(
        UnlearningProblem problem,
        TrainingSet trainingSet,
        int[] retainedRows,
        List<String> removedClasses,
        Vectoriser vectoriser,
        DMatrixSparseCSC features) {

    /** Features that a thread takes at a time. */
    private static final int BLOCK = 1024;

    /** Works it out on the threads of some workers. */
    static RetainedProblem of(UnlearningProblem problem, Workers workers) {
        BitSet forgotten = forgottenRows(problem);
        TrainingSet before = problem.trainingSet();
        int[] rows = IntStream.range(0, before.documents())
                .filter(row -> !forgotten.get(row))
                .toArray();
        List<String> removed = removedClasses(problem, rows);
        LabelSpace labelSpace = labelSpaceWithout(before.labelSpace(), removed);
        boolean refit = problem.settings().vectoriser() == VectoriserPolicy.REFIT;
        Vectoriser old = problem.base().vectoriser();
        TermCounts counts =
                before.counts().retain(forgotten, refit ? old.analysis().minimumDocumentFrequency() : 0, workers);
        Vectoriser vectoriser = refit ? Vectoriser.fit(old.analysis(), counts) : old;
        TrainingSet retained = new TrainingSet(counts, labelSpace, labels(before, rows, labelSpace));
        return new RetainedProblem(problem, retained, rows, removed, vectoriser, vectoriser.transform(counts, workers));
    }

    private static BitSet forgottenRows(UnlearningProblem problem) {
        TrainingSet trainingSet = problem.trainingSet();
        Set<String> classes = problem.forgetSet().classes();
        UnknownClassException.requireKnown(trainingSet.labelSpace(), classes);
        BitSet forgotten = problem.forgetSet().documents();
        if (forgotten.length() > trainingSet.documents()) {
            throw new IllegalArgumentException("the forget set names document row " + (forgotten.length() - 1)
                    + ", but there are " + trainingSet.documents() + " documents, counted from 0");
        }
        for (String name : classes) {
            forgotten.or(
                    trainingSet.rowsOf(trainingSet.labelSpace().indexOf(name).orElseThrow()));
        }
        return forgotten;
    }

    private static List<String> removedClasses(UnlearningProblem problem, int[] rows) {
        int[] labels = problem.trainingSet().labels();
        LabelSpace labelSpace = problem.trainingSet().labelSpace();
        Set<String> inhabited = new HashSet<>();
        for (int row : rows) {
            inhabited.add(labelSpace.name(labels[row]));
        }
        return labelSpace.classes().stream()
                .filter(name -> !inhabited.contains(name))
                .toList();
    }

    private static LabelSpace labelSpaceWithout(LabelSpace labelSpace, List<String> removed) {
        List<String> left = new ArrayList<>(labelSpace.classes());
        left.removeAll(removed);
        if (left.size() < 2) {
            throw new TooFewClassesException(left);
        }
        return new LabelSpace(left);
    }

    private static int[] labels(TrainingSet before, int[] rows, LabelSpace labelSpace) {
        int[] labels = before.labels();
        int[] renumbered = before.labelSpace().classes().stream()
                .mapToInt(name -> labelSpace.indexOf(name).orElse(-1))
                .toArray();
        return IntStream.of(rows).map(row -> renumbered[labels[row]]).toArray();
    }

    /**
     * Where to start: the base's parameters for terms and classes that are left, recentred. An optimum's columns sum to
     * zero, so what the removed columns held is spread evenly over the rest; no prediction changes by that. Terms the base
     * did not have start at 0.
     */
    double[] startParameters(Workers workers) {
        int classes = trainingSet.labelSpace().size();
        TrainedModel base = problem.base();
        int oldClasses = base.labelSpace().size();
        int[] oldColumns = keptColumns();
        int[] oldRows = vectoriser.columnsOf(base.vectoriser(), workers);
        double[] start = new double[oldRows.length * classes];
        workers.forEachBlock(oldRows.length, BLOCK, (block, from, to) -> {
            double[] old = new double[oldClasses];
            for (int feature = from; feature < to; feature++) {
                if (oldRows[feature] >= 0) {
                    base.weightsOf(oldRows[feature], old);
                    startRow(old, oldColumns, start, feature * classes);
                }
            }
        });
        return start;
    }

    /** For each class that is left its column in the base. */
    int[] keptColumns() {
        return trainingSet.labelSpace().classes().stream()
                .mapToInt(name -> problem.base().labelSpace().indexOf(name).orElseThrow())
                .toArray();
    }

    private static void startRow(double[] old, int[] oldColumns, double[] start, int to) {
        double removed = 0;
        for (double weight : old) {
            removed += weight;
        }
        for (int column : oldColumns) {
            removed -= old[column];
        }
        double share = oldColumns.length == old.length ? 0 : removed / oldColumns.length;
        for (int k = 0; k < oldColumns.length; k++) {
            start[to + k] = old[oldColumns[k]] + share;
        }
    }
}
