/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.unlearning.attack;

import io.expunge.unlearning.method.TrainingResult;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.solve.Workers;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What all attacks of one audit share. The first-named documents of each pair were learnt from by the version before, the others by
 * nobody.
 *
 * @param retained the retained training set
 * @param reference trained from zero on it
 * @param forgotten the forgotten documents; where there are none, the retained ones stand in and are not attacked
 * @param like documents held out, of the classes of the forgotten ones
 * @param rest retained documents
 * @param unlike documents held out, of the classes that stay
 */
record AuditRun(
        AuditInput input,
        AuditSettings settings,
        Workers workers,
        SolveSteps steps,
        TrainingSet retained,
        TrainingResult reference,
        LabelledDocuments forgotten,
        Optional<LabelledDocuments> like,
        LabelledDocuments rest,
        Optional<LabelledDocuments> unlike) {

    /** Documents of a group that an attack looks at, at most. */
    static final int MOST = 20_000;

    static AuditRun of(AuditInput input, AuditSettings settings, Workers workers, SolveSteps steps) {
        TrainingSet retained = Retained.without(input, input.forgotten(), workers);
        TrainingResult reference = Retained.train(input, retained, settings, steps);
        LabelledDocuments training = input.training();
        BitSet forgotten = input.forgotten();
        BitSet rest = new BitSet();
        rest.set(0, training.documents());
        rest.andNot(forgotten);
        BitSet labels = new BitSet();
        int[] all = training.set().labels();
        forgotten.stream().forEach(row -> labels.set(all[row]));
        BitSet stay = new BitSet();
        rest.stream().forEach(row -> stay.set(all[row]));
        return new AuditRun(
                input,
                settings,
                workers,
                steps,
                retained,
                reference,
                some(training, forgotten.isEmpty() ? rest : forgotten, settings),
                input.evaluation().flatMap(held -> labelled(held, labels, settings)),
                some(training, rest, settings),
                input.evaluation().flatMap(held -> labelled(held, stay, settings)));
    }

    private static LabelledDocuments some(LabelledDocuments documents, BitSet rows, AuditSettings settings) {
        return documents.select(LabelledDocuments.atMost(rows, MOST, settings.seed()));
    }

    private static Optional<LabelledDocuments> labelled(LabelledDocuments held, BitSet labels, AuditSettings settings) {
        BitSet rows = held.rowsLabelled(labels::get);
        return rows.isEmpty() ? Optional.empty() : Optional.of(some(held, rows, settings));
    }

    boolean classesGo() {
        return !input.removedClasses().isEmpty();
    }

    /** The models that attacks are tried on, by the name under which curves are drawn. */
    Map<AttackCurve.Attacked, TrainedModel> models() {
        Map<AttackCurve.Attacked, TrainedModel> models = new LinkedHashMap<>();
        if (!input.forgotten().isEmpty()) {
            models.put(AttackCurve.Attacked.BEFORE, input.before());
        }
        models.put(AttackCurve.Attacked.RELEASED, input.released());
        models.put(AttackCurve.Attacked.REFERENCE, reference.model());
        return models;
    }

    Outputs outputs(TrainedModel model, LabelledDocuments documents) {
        return Outputs.of(model, documents.set().counts(), workers);
    }
}
