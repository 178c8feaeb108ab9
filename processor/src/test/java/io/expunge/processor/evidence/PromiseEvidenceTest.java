/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.job.NoiseSecret;
import io.expunge.processor.job.StoreJobExecutor;
import io.expunge.processor.json.EventJson;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.Sample;
import io.expunge.processor.testing.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an offline check says of a release with noise, from the event and the audit chain alone. */
class PromiseEvidenceTest {
    @TempDir
    private static Path state;

    private static JsonNode version;
    private static Map<String, String> recorded;

    @BeforeAll
    static void release() {
        Sample sample = new Sample();
        Map<String, String> noise = Map.of(
                "expunge.indistinguishability.models", "*",
                "expunge.indistinguishability.secret", "given to the jobs");
        Optional<NoiseSecret> secret = Optional.of(NoiseSecret.ofHex("5e".repeat(32)));
        StoreJobExecutor executor = new StoreJobExecutor(sample.store, Sample.options(), 2, secret);
        try (World world = new World(state, noise, new io.expunge.schemas.InMemorySchemaRegistry(), sample.store)) {
            world.register(Requests.registration(1, Sample.MODEL, sample.base.hex()));
            world.runJobs(executor);
            world.request(Requests.removeClass(2, Sample.MODEL, "sport"));
            world.runJobs(executor);
            ModelVersionPublished event = world.versions().get(1);
            version = EventJson.of(event);
            recorded = world.audit().stream()
                    .filter(record -> record.getHash().equals(event.getAuditHash()))
                    .map(AuditRecorded::getFacts)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<EvidenceStatement> check(Consumer<ObjectNode> change) {
        ObjectNode changed = version.deepCopy();
        change.accept(changed);
        Statements said = new Statements();
        new PromiseCheck(changed, com.fasterxml.jackson.databind.node.MissingNode.getInstance(), recorded, said)
                .check();
        return said.all();
    }

    @Test
    void anHonestReleaseHoldsAndSaysWhatWasNotChecked() {
        List<EvidenceStatement> said = check(same -> {});
        assertThat(said).extracting(EvidenceStatement::outcome).doesNotContain(EvidenceStatement.Outcome.WRONG);
        assertThat(said).extracting(EvidenceStatement::sentence).anyMatch(text -> text.contains("epsilon 1.0"));
        assertThat(said)
                .extracting(EvidenceStatement::outcome)
                .filteredOn(EvidenceStatement.Outcome.HOLDS::equals)
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epsilon", "delta", "distance", "noise", "accountMu", "accountEpsilon"})
    void anyNumberThatIsChangedIsWrong(String name) {
        List<EvidenceStatement> said = check(changed -> {
            ObjectNode promise = (ObjectNode) changed.path("indistinguishability");
            promise.put(name, promise.path(name).asDouble() * 1.01);
        });
        assertThat(said).extracting(EvidenceStatement::outcome).contains(EvidenceStatement.Outcome.WRONG);
    }

    @Test
    void aReleaseThatTellsWhatTheSolverDidIsWrong() {
        List<EvidenceStatement> said =
                check(changed -> changed.putObject("evidence").put("passes", 20));
        assertThat(said).extracting(EvidenceStatement::outcome).contains(EvidenceStatement.Outcome.WRONG);
    }
}
