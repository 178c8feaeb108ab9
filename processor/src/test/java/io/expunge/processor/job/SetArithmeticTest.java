/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Sample;
import io.expunge.store.ContentHash;
import io.expunge.store.Pseudonym;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.TermCounts;
import io.expunge.unlearning.features.Vectoriser;
import io.expunge.unlearning.model.TrainedModel;
import io.expunge.unlearning.model.TrainingSet;
import io.expunge.unlearning.verify.Check;
import io.expunge.unlearning.verify.CheckKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Neither a certificate nor an attack finds one document left in; this check must, and every other single lie. */
class SetArithmeticTest {
    private static final int FORGOTTEN = 7;

    private static StoredModel before;
    private static StoredModel after;
    private static BitSet forgotten;

    @BeforeAll
    static void unlearn() {
        Sample sample = new Sample();
        before = sample.load(sample.base);
        forgotten = new BitSet();
        forgotten.set(0, FORGOTTEN);
        List<Pseudonym> documents = before.documents().subList(0, FORGOTTEN);
        Outcome outcome = sample.executor(1)
                .execute(sample.job(sample.base, new RemovalTarget.OfDocuments(documents)), ProgressMonitor.NONE);
        after = sample.load(new ContentHash(((Outcome.Produced) outcome).draft().getContentHash()));
    }

    private static Check check(StoredModel claimed) {
        return SetArithmetic.check(before, claimed, forgotten, true);
    }

    private static StoredModel with(TrainedModel model, TrainingSet set) {
        return new StoredModel(
                model, set, after.documents(), after.subjects(), after.evaluationSet(), after.honouredDeletions());
    }

    private static StoredModel with(TrainingSet set) {
        return with(after.model(), set);
    }

    private static TrainingSet changed(UnaryOperator<int[]> counts, UnaryOperator<int[]> labels) {
        TermCounts old = after.trainingSet().counts();
        return new TrainingSet(
                TermCounts.of(old.terms(), old.rowStart(), old.termIndex(), counts.apply(old.count())),
                after.trainingSet().labelSpace(),
                labels.apply(after.trainingSet().labels()));
    }

    @Test
    void theTruthPasses() {
        Check check = check(after);
        assertThat(check.passed()).as(check.detail()).isTrue();
        assertThat(check.kind()).isEqualTo(CheckKind.CERTIFIED);
        assertThat(check.detail()).contains(FORGOTTEN + " forgotten documents");
    }

    @Test
    void oneDocumentLeftInIsFound() {
        BitSet one = new BitSet();
        one.set(0, FORGOTTEN - 1);
        TermCounts counts = before.trainingSet().counts().retain(one, 5);
        int[] labels = before.trainingSet().labels();
        StoredModel claimed = new StoredModel(
                new TrainedModel(
                        Vectoriser.fit(before.model().vectoriser().analysis(), counts),
                        before.model().labelSpace(),
                        weightsFor(counts)),
                new TrainingSet(
                        counts,
                        before.trainingSet().labelSpace(),
                        java.util.Arrays.copyOfRange(labels, FORGOTTEN - 1, labels.length)),
                before.documents().subList(FORGOTTEN - 1, labels.length),
                before.subjects().subList(FORGOTTEN - 1, labels.length),
                Optional.empty(),
                after.honouredDeletions());
        assertThat(check(claimed).passed()).isFalse();
        assertThat(check(claimed).detail()).contains("documents are not the base's retained ones");
    }

    private static DMatrixRMaj weightsFor(TermCounts counts) {
        int features =
                Vectoriser.fit(before.model().vectoriser().analysis(), counts).features();
        return new DMatrixRMaj(features, before.model().labelSpace().size());
    }

    @Test
    void oneDocumentMissingIsFound() {
        BitSet more = new BitSet();
        more.set(0, FORGOTTEN);
        assertThat(SetArithmetic.check(before, after, new BitSet(), true).passed())
                .as("nothing was to be forgotten")
                .isFalse();
        more.set(FORGOTTEN);
        assertThat(SetArithmetic.check(before, after, more, true).passed())
                .as("one more was to be forgotten")
                .isFalse();
    }

    @Test
    void oneCountThatIsAnotherIsFound() {
        TrainingSet set = changed(
                counts -> {
                    counts[counts.length / 2]++;
                    return counts;
                },
                labels -> labels);
        assertThat(check(with(set)).passed()).isFalse();
        assertThat(check(with(set)).detail()).contains("1 documents");
    }

    @Test
    void oneLabelThatIsAnotherIsFound() {
        TrainingSet set = changed(counts -> counts, labels -> {
            labels[3] = (labels[3] + 1) % after.trainingSet().labelSpace().size();
            return labels;
        });
        assertThat(check(with(set)).passed()).isFalse();
        assertThat(check(with(set)).detail()).contains("1 documents");
    }

    @Test
    void oneSubjectThatIsAnotherIsFound() {
        List<Optional<Pseudonym>> subjects = new ArrayList<>(after.subjects());
        subjects.set(3, Optional.of(new Pseudonym(1, 2)));
        StoredModel claimed = new StoredModel(
                after.model(),
                after.trainingSet(),
                after.documents(),
                subjects,
                after.evaluationSet(),
                after.honouredDeletions());
        assertThat(check(claimed).passed()).isFalse();
    }

    @Test
    void twoDocumentsThatChangedPlacesAreFound() {
        List<Pseudonym> documents = new ArrayList<>(after.documents());
        java.util.Collections.swap(documents, 1, 2);
        StoredModel claimed = new StoredModel(
                after.model(),
                after.trainingSet(),
                documents,
                after.subjects(),
                after.evaluationSet(),
                after.honouredDeletions());
        assertThat(check(claimed).passed()).isFalse();
    }

    @Test
    void weightsOfTermsThatStillKnowTheForgottenAreFound() {
        Vectoriser right = after.model().vectoriser();
        double[] idf = right.inverseDocumentFrequency();
        idf[idf.length / 2] = Math.nextUp(idf[idf.length / 2]);
        TrainedModel model = new TrainedModel(
                Vectoriser.of(right.analysis(), right.terms(), idf),
                after.model().labelSpace(),
                after.model().weights());
        assertThat(check(with(model, after.trainingSet())).passed()).isFalse();
        assertThat(check(with(model, after.trainingSet())).detail()).contains("vocabulary");
    }

    @Test
    void aVocabularyThatWasNotRefittedIsFound() {
        TermCounts kept = before.trainingSet().counts().retain(forgotten, 0);
        TrainingSet set = new TrainingSet(
                kept, after.trainingSet().labelSpace(), after.trainingSet().labels());
        StoredModel frozen = with(before.model(), set);
        assertThat(check(frozen).passed()).isFalse();
        assertThat(check(frozen).detail()).contains("vocabulary");
        assertThat(SetArithmetic.check(before, frozen, forgotten, false).passed())
                .as("as the policy of a frozen vocabulary has it")
                .isTrue();
    }

    @Test
    void oneTermThatShouldHaveGoneIsFound() {
        TermCounts kept = before.trainingSet().counts().retain(forgotten, 1);
        assertThat(kept.terms().size())
                .as("some term fell below the threshold")
                .isGreaterThan(after.trainingSet().counts().terms().size());
        TrainingSet set = new TrainingSet(
                kept, after.trainingSet().labelSpace(), after.trainingSet().labels());
        assertThat(check(with(set)).detail()).contains("counted terms");
    }
}
