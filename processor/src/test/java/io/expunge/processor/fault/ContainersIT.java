/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.ModelVersionPublished;
import io.expunge.events.RequestState;
import io.expunge.processor.Seeds;
import io.expunge.processor.testing.Requests;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job, the crash of an instance and the restart of the broker, on a Kafka and a registry in containers: what
 * users run, not what this build embeds. Every promise is judged at the end of each. Skipped, and said so, where no Docker
 * engine is reachable, unless {@value #REQUIRED} is true.
 */
class ContainersIT {
    private static final String REQUIRED = "expunge.containers.required";
    private static final String MODEL = "newsroom";
    private static final long SEED = Seeds.faults();
    private static final SampleCorpus.Split CORPUS = SampleCorpus.generate(SEED, 240);

    @TempDir
    private static Path directory;

    private static ContainerGround ground;
    private static int sites;
    private final Load load = new Load(MODEL, 100, CORPUS, SEED);
    private Site site;
    private ChildJvm processor;

    @BeforeAll
    static void start() {
        Optional<String> obstacle = ContainerGround.obstacle();
        obstacle.ifPresent(reason -> {
            assertThat(Boolean.getBoolean(REQUIRED))
                    .as(REQUIRED + ": " + reason)
                    .isFalse();
            System.out.println(
                    """
                    ==================================================================================================
                    SKIPPED: the tests on containers (ContainersIT). %s
                    ==================================================================================================\
                    """
                            .formatted(reason));
        });
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        ground = new ContainerGround();
    }

    @AfterAll
    static void stop() {
        if (ground != null) {
            ground.close();
        }
    }

    @BeforeEach
    void publish() throws Exception {
        sites++;
        site = new Site(ground, directory.resolve("site-" + sites), "containers" + sites + ".", Map.of());
        processor = site.startProcessor("a", Map.of());
        site.publish(1, MODEL, CORPUS);
    }

    @AfterEach
    void close() {
        if (site != null) {
            site.close();
        }
    }

    /** Everything that was asked for is done, no promise is broken. */
    private void judge() throws InterruptedException {
        site.witness.awaitRest(Ground.PATIENCE);
        site.witness.judge();
        assertThat(site.witness.deadLetters()).isEmpty();
        assertThat(site.witness.ask(site.witness.requests()::states)).containsOnlyKeys(RequestState.VERIFIED);
    }

    private void send(int number) throws Exception {
        for (int i = 0; i < number; i++) {
            site.request(load.document());
        }
    }

    @Test
    void aClassAndDocumentsAreForgotten() throws Exception {
        site.request(Requests.removeClass(2, MODEL, "science"));
        send(2);
        judge();
        List<ModelVersionPublished> versions =
                site.witness.ask(() -> site.witness.versions().of(MODEL));
        assertThat(versions.get(0).getClasses()).contains("science");
        assertThat(versions.get(versions.size() - 1).getClasses()).isNotEmpty().doesNotContain("science");
    }

    @Test
    void anInstanceKilledInTheMiddleOfItsWorkLosesNothing() throws Exception {
        for (Step step : List.of(Step.AFTER_PUT, Step.BEFORE_COMMIT)) {
            processor.tell("set " + step);
            send(2);
            processor.await("reached " + step, Ground.PATIENCE);
            processor.kill();
            send(1);
            processor = site.startProcessor("heir-" + step, Map.of());
        }
        judge();
    }

    @Test
    void aBrokerStoppedAndKilledLosesNothing() throws Exception {
        send(2);
        ground.stopBroker();
        ground.startBroker();
        send(2);
        ground.killAndStartBroker();
        send(2);
        judge();
    }
}
