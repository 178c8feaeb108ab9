/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.Operation;
import io.expunge.events.ReasonCode;
import io.expunge.processor.artifact.StoredModel;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.QueuedCommands;
import io.expunge.processor.testing.Sample;
import io.expunge.processor.testing.TrainedSample;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.ModelStore;
import io.expunge.store.memory.MemoryBucket;
import io.expunge.store.objects.Bucket;
import io.expunge.store.objects.ObjectModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.Document;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model trained before a deletion cannot bring the deleted back. */
class AdmissionJobTest {
    private static Sample sample;

    @BeforeAll
    static void train() {
        sample = new Sample();
    }

    private static Outcome admit(String baseHash, String artifact) {
        return sample.executor(1).execute(sample.admission(baseHash, artifact), ProgressMonitor.NONE);
    }

    private static ReasonCode refusal(String baseHash, String artifact) {
        Outcome outcome = admit(baseHash, artifact);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).reason().detail()).isNotBlank();
        return ((Outcome.Refused) outcome).reason().code();
    }

    private static String without(RemovalTarget target) {
        Outcome outcome = sample.executor(1).execute(sample.job(sample.base, target), ProgressMonitor.NONE);
        return ((Outcome.Produced) outcome).draft().getContentHash();
    }

    private static ContentHash retrain(Predicate<Document> kept) {
        return sample.train(
                Sample.MODEL,
                new Corpus(
                        sample.corpus.train().documents().stream().filter(kept).toList()));
    }

    @Test
    void aFirstArtifactIsAdmittedAsItIs() {
        Outcome.Produced produced = (Outcome.Produced) admit("", sample.base.hex());
        assertThat(produced.draft().getContentHash()).isEqualTo(sample.base.hex());
        assertThat(produced.draft().getOperation()).isEqualTo(Operation.TRAINED);
        assertThat(produced.draft().getEvidence().getRelativeDistanceBound()).isLessThan(1e-3);
        assertThat(produced.draft().getRetainedAccuracyAfter()).isGreaterThan(0.5);
    }

    @Test
    void whatWasAskedForBeforeThereWasAnythingIsRefusedToo() {
        String known = sample.corpus.train().documents().get(0).id();
        HonouredDeletions remembered = new HonouredDeletions(List.of(sample.document(known)), List.of(), List.of());
        JobSpecification.Admission job = new JobSpecification.Admission(
                Sample.MODEL, "batch", "", "registration", sample.base.hex(), "trainer", remembered, List.of());
        Outcome outcome = sample.executor(1).execute(job, ProgressMonitor.NONE);
        assertThat(((Outcome.Refused) outcome).reason().code()).isEqualTo(ReasonCode.HOLDS_FORGOTTEN_DATA);
    }

    @Test
    void byChoiceItIsPublishedWithoutWhatWasForgotten() {
        String head = without(new RemovalTarget.OfClass("science"));
        UnlearningOptions plain = Sample.options();
        UnlearningOptions dropping = new UnlearningOptions(
                plain.method(),
                plain.relativeBound(),
                plain.maximumPasses(),
                plain.vectoriser(),
                plain.solver(),
                ErasedPolicy.DROP,
                plain.guard());
        Outcome outcome = new StoreJobExecutor(sample.store, dropping, 1)
                .execute(sample.admission(head, sample.base.hex()), ProgressMonitor.NONE);
        assertThat(outcome).isInstanceOf(Outcome.Produced.class);
        Outcome.Produced produced = (Outcome.Produced) outcome;
        assertThat(produced.draft().getOperation()).isEqualTo(Operation.TRAINED);
        assertThat(produced.draft().getClasses()).doesNotContain("science");
        assertThat(produced.draft().getEvidence().getRelativeDistanceBound())
                .isLessThanOrEqualTo(plain.relativeBound());
        assertThat(produced.served().get(0).reason().orElseThrow().detail()).contains("the classes science");
        Artifact artifact = sample.store.open(new ContentHash(produced.draft().getContentHash()));
        assertThat(artifact.honouredDeletions().classes()).containsExactly("science");
        assertThat(artifact.lineage().base()).contains(new ContentHash(head));
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThat(refusal("", "0".repeat(64))).isEqualTo(ReasonCode.ARTIFACT_MISSING);
    }

    @Test
    void textThatIsNoHashIsRefused() {
        assertThat(refusal("", "latest")).isEqualTo(ReasonCode.INVALID_FIELD);
        assertThat(refusal("", "../../etc/passwd")).isEqualTo(ReasonCode.INVALID_FIELD);
        assertThat(refusal("", sample.base.hex().toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(ReasonCode.INVALID_FIELD);
    }

    @Test
    void theArtifactOfAnotherModelIsRefused() {
        ContentHash other = sample.train("other", sample.corpus.train());
        assertThat(refusal("", other.hex())).isEqualTo(ReasonCode.INVALID_FIELD);
    }

    @Test
    void aForgottenClassDoesNotComeBack() {
        String head = without(new RemovalTarget.OfClass("sport"));
        assertThat(refusal(head, sample.base.hex())).isEqualTo(ReasonCode.HOLDS_FORGOTTEN_DATA);
    }

    @Test
    void aForgottenDocumentDoesNotComeBack() {
        String head = without(sample.documents(sample.idsOf("health")[0]));
        assertThat(refusal(head, sample.base.hex())).isEqualTo(ReasonCode.HOLDS_FORGOTTEN_DATA);
    }

    @Test
    void aForgottenSubjectDoesNotComeBack() {
        String key = sample.corpus.train().documents().get(0).subject().orElseThrow();
        String head = without(new RemovalTarget.OfSubject(sample.subject(key)));
        assertThat(refusal(head, sample.base.hex())).isEqualTo(ReasonCode.HOLDS_FORGOTTEN_DATA);
    }

    @Test
    void aModelTrainedWithoutTheForgottenIsAdmittedAndRemembersThem() {
        String id = sample.idsOf("health")[0];
        String head = without(sample.documents(id));
        ContentHash candidate = retrain(document -> !document.id().equals(id));
        Outcome.Produced produced = (Outcome.Produced) admit(head, candidate.hex());
        ContentHash admitted = new ContentHash(produced.draft().getContentHash());
        StoredModel model = sample.load(admitted);
        HonouredDeletions honoured = model.honouredDeletions();
        assertThat(honoured.documents()).containsExactly(sample.document(id));
        assertThat(sample.store.open(admitted).lineage().base()).contains(new ContentHash(head));
        assertThat(model.model()).isEqualTo(sample.load(candidate).model());
        assertThat(refusal(admitted.hex(), sample.base.hex()))
                .as("what was forgotten two versions ago")
                .isEqualTo(ReasonCode.HOLDS_FORGOTTEN_DATA);
    }

    @Test
    void aReadmittedModelKeepsItsRegularisation() {
        String head = without(sample.documents(sample.idsOf("health")[0]));
        String id = sample.idsOf("health")[0];
        ContentHash candidate = retrain(document -> !document.id().equals(id));
        String admitted =
                ((Outcome.Produced) admit(head, candidate.hex())).draft().getContentHash();
        assertThat(sample.store
                        .open(new ContentHash(admitted))
                        .lineage()
                        .provenance()
                        .configuration())
                .containsEntry("inverse-regularisation", "10.0");
    }

    /** What this release cannot read is refused as such, by the job, after an estimate that does not fail on it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 99})
    void anArtifactOfAnotherReleaseIsRefused(int format) throws InterruptedException {
        MemoryBucket bucket = new MemoryBucket();
        ModelStore store = ObjectModelStore.open(bucket, Clock.systemUTC());
        String whole = TrainedSample.put(store, Sample.MODEL).hex();
        byte[] foreign = new String(bucket.read(key(whole), 1 << 20).orElseThrow(), StandardCharsets.UTF_8)
                .replaceFirst("\"format\":\\d+", "\"format\":" + format)
                .getBytes(StandardCharsets.UTF_8);
        String hash = ContentHash.of(foreign).hex();
        bucket.createIfAbsent(key(hash), foreign, Bucket.Access.STORE);
        QueuedCommands commands = new QueuedCommands();
        try (PooledJobRunner pool = new PooledJobRunner(
                new StoreJobExecutor(store, Sample.options(), 1),
                Optional.empty(),
                commands,
                new PoolSettings(1, 1 << 30, Duration.ofHours(1), Duration.ofMillis(1)),
                Clock.systemUTC())) {
            pool.submit(sample.admission("", hash));
            Outcome outcome = commands.next().outcome();
            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            assertThat(((Outcome.Refused) outcome).reason().code()).isEqualTo(ReasonCode.ARTIFACT_CORRUPT);
            assertThat(((Outcome.Refused) outcome).reason().detail()).contains("format " + format);
        }
    }

    private static String key(String hash) {
        return "manifests/" + hash + ".json";
    }
}
