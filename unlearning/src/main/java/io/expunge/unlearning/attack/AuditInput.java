/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.model.LabelSpace;
import io.expunge.unlearning.model.TrainedModel;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an audit is made of: two versions and the documents they learnt from. A reference that never saw the forgotten documents is
 * trained from these, not taken from anybody.
 *
 * @param before the version before the removal
 * @param released the version that is audited
 * @param training what {@code before} was trained on, with its classes
 * @param forgotten rows of {@code training}, at least one unless both versions are the same; copied in and out
 * @param evaluation documents neither version learnt from, counted over the candidate terms of {@code training} and labelled in
 *     its label space, those of removed classes included; empty when there are none
 */
public record AuditInput(
        TrainedModel before,
        TrainedModel released,
        LabelledDocuments training,
        BitSet forgotten,
        Optional<LabelledDocuments> evaluation) {

    public AuditInput {
        forgotten = (BitSet) forgotten.clone();
        LabelSpace classes = training.set().labelSpace();
        if (!before.labelSpace().equals(classes)) {
            throw new IllegalArgumentException("the version before has classes "
                    + before.labelSpace().classes() + " but its training set " + classes.classes());
        }
        if (evaluation.isPresent() && !evaluation.get().set().labelSpace().equals(classes)) {
            throw new IllegalArgumentException("the evaluation set has classes "
                    + evaluation.get().set().labelSpace().classes() + " but the training set " + classes.classes());
        }
        boolean nothing = forgotten.isEmpty() && !before.equals(released);
        if (nothing || forgotten.length() > training.documents()) {
            throw new IllegalArgumentException("the forgotten rows must be some of " + training.documents()
                    + " documents, counted from 0: got " + forgotten.cardinality() + " below " + forgotten.length());
        }
        requireClasses(released, retainedClasses(training, forgotten), classes);
    }

    private static void requireClasses(TrainedModel released, List<String> retained, LabelSpace before) {
        List<String> classes = released.labelSpace().classes();
        if (!classes.containsAll(retained) || !before.classes().containsAll(classes)) {
            throw new IllegalArgumentException(
                    "the released version has classes " + classes + ": expected those of the retained documents, "
                            + retained + ", and none that were not there before");
        }
    }

    /**
     * What there is of a version once the version before it is gone: nothing holds the forgotten documents any more.
     *
     * @param training what {@code released} was trained on
     * @param evaluation documents it did not learn from, labelled in its label space
     */
    public static AuditInput ofRetained(
            TrainedModel released, LabelledDocuments training, Optional<LabelledDocuments> evaluation) {
        return new AuditInput(released, released, training, new BitSet(), evaluation);
    }

    @Override
    public BitSet forgotten() {
        return (BitSet) forgotten.clone();
    }

    /** The classes that the forgotten documents leave without a document. */
    public Set<String> removedClasses() {
        Set<String> removed = new TreeSet<>(training.set().labelSpace().classes());
        retainedClasses().forEach(removed::remove);
        return removed;
    }

    /** The other classes, in their order. */
    List<String> retainedClasses() {
        return retainedClasses(training, forgotten);
    }

    private static List<String> retainedClasses(LabelledDocuments training, BitSet forgotten) {
        int[] labels = training.set().labels();
        BitSet inhabited = new BitSet();
        for (int row = forgotten.nextClearBit(0); row < labels.length; row = forgotten.nextClearBit(row + 1)) {
            inhabited.set(labels[row]);
        }
        return inhabited.stream().mapToObj(training.set().labelSpace()::name).toList();
    }
}
