/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ReasonCode;
import io.expunge.processor.Seeds;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.processor.command.Command.JobDone;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.FaultyBucket;
import io.expunge.processor.testing.FaultyBucket.Fault;
import io.expunge.processor.testing.QueuedCommands;
import io.expunge.processor.testing.Sample;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.ModelStore;
import io.expunge.store.objects.ObjectModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.corpus.SampleCorpus;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real jobs on a store whose disk fails: they wait for it where waiting helps, and say what is broken where it does not. */
class StoreFaultTest {
    private final FaultyBucket bucket = new FaultyBucket();
    private final ModelStore store = ObjectModelStore.open(bucket, Clock.systemUTC());
    private final QueuedCommands commands = new QueuedCommands();
    private ContentHash base;
    private PooledJobRunner pool;

    @BeforeEach
    void train() {
        base = new ModelTraining(Sample.MODEL, Analysis.standard(), TrainingSettings.standard())
                .train(SampleCorpus.generate(Seeds.EXAMPLE, 200).train(), Optional.empty(), store, ProgressMonitor.NONE)
                .artifact();
        pool = new PooledJobRunner(
                new StoreJobExecutor(store, Sample.options(), 1),
                Optional.empty(),
                commands,
                new PoolSettings(1, 1L << 30, Duration.ofHours(1), Duration.ofMillis(1)),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private JobSpecification removal(String batchId) {
        return new JobSpecification.Unlearning(
                Sample.MODEL,
                batchId,
                base.hex(),
                Sample.options().method(),
                List.of(new JobSpecification.Wanted("request", new RemovalTarget.OfClass("science"))));
    }

    private JobSpecification admission(String head) {
        return new JobSpecification.Admission(
                Sample.MODEL,
                "admission",
                head,
                "registration",
                base.hex(),
                "trainer",
                HonouredDeletions.NONE,
                List.of());
    }

    private ReasonCode failure(JobSpecification job) throws InterruptedException {
        pool.submit(job);
        Outcome outcome = commands.next().outcome();
        assertThat(outcome).as("a failure leaves the request open").isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).reason().detail()).contains("restore");
        return ((Outcome.Failed) outcome).reason().code();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FULL", "GONE"})
    void aJobWaitsForTheDiskAndNothingIsLost(Fault fault) throws InterruptedException {
        bucket.suffer(fault);
        pool.submit(removal("b"));
        bucket.awaitRefusals(2);
        bucket.suffer(Fault.NONE);
        JobDone done = commands.next();
        assertThat(done.outcome()).isInstanceOf(Outcome.Produced.class);
        String announced = ((Outcome.Produced) done.outcome()).draft().getContentHash();
        assertThat(store.findByBatch("b")).contains(new ContentHash(announced));
        assertThat(store.open(new ContentHash(announced)).contents().classes()).doesNotContain("science");
    }

    @Test
    void aDamagedBaseFailsTheJobAndNamesTheFile() throws InterruptedException {
        bucket.damage(
                "blobs/"
                        + store.open(base)
                                .files()
                                .get("parameters.safetensors")
                                .hash()
                                .hex()
                                .substring(0, 2) + "/"
                        + store.open(base).files().get("parameters.safetensors").hash(),
                new byte[100]);
        assertThat(failure(removal("b"))).isEqualTo(ReasonCode.ARTIFACT_CORRUPT);
    }

    @Test
    void aDamagedManifestFailsTheJob() throws InterruptedException {
        bucket.damage("manifests/" + base + ".json", new byte[] {'{', '}'});
        assertThat(failure(removal("b"))).isEqualTo(ReasonCode.ARTIFACT_CORRUPT);
    }

    /** A candidate is not refused for good because something else is broken. */
    @Test
    void aDamagedKeyOrHeadIsNotTheCandidatesFault() throws InterruptedException {
        pool.submit(removal("b"));
        String head = ((Outcome.Produced) commands.next().outcome()).draft().getContentHash();
        String folder = "models/" + ContentHash.of(Sample.MODEL.getBytes(StandardCharsets.UTF_8)) + "/";
        byte[] key = bucket.read(folder + "key", 10_000).orElseThrow();
        bucket.damage(folder + "key", new byte[20]);
        assertThat(failure(admission(head))).isEqualTo(ReasonCode.ARTIFACT_CORRUPT);
        bucket.damage(folder + "key", key);
        bucket.damage("manifests/" + head + ".json", new byte[] {'{', '}'});
        assertThat(failure(admission(head))).isEqualTo(ReasonCode.ARTIFACT_CORRUPT);
    }

    /** What is admitted into memory by is looked at once, when the artifact is registered. */
    @Test
    void aManifestThatLiesAboutSizesIsRefused() throws InterruptedException {
        byte[] manifest = bucket.read("manifests/" + base + ".json", 1 << 20).orElseThrow();
        byte[] lie = new String(manifest, StandardCharsets.UTF_8)
                .replaceFirst("\"nonZeros\":[0-9]+", "\"nonZeros\":1")
                .getBytes(StandardCharsets.UTF_8);
        ContentHash liar = ContentHash.of(lie);
        assertThat(liar).isNotEqualTo(base);
        bucket.damage("manifests/" + liar + ".json", lie);
        pool.submit(new JobSpecification.Admission(
                Sample.MODEL,
                "admission",
                "",
                "registration",
                liar.hex(),
                "trainer",
                HonouredDeletions.NONE,
                List.of()));
        Outcome outcome = commands.next().outcome();
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).reason().detail()).contains("sizes");
    }
}
