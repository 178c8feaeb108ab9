/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.VerificationCheck;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Sample;
import io.expunge.store.Artifact;
import io.expunge.store.ArtifactContents;
import io.expunge.store.ArtifactDraft;
import io.expunge.store.ContentHash;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.Lineage;
import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException;
import io.expunge.store.Operation;
import io.expunge.unlearning.CancelledException;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.attack.AttackCurve;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Versions as a store holds them, honest and planted. */
class StoreVerificationTest {
    private static Sample sample;
    private static ContentHash unlearned;

    @BeforeAll
    static void unlearn() {
        sample = new Sample();
        Outcome outcome = sample.executor(1)
                .execute(sample.job(sample.base, new RemovalTarget.OfClass("sport")), ProgressMonitor.NONE);
        unlearned = new ContentHash(((Outcome.Produced) outcome).draft().getContentHash());
    }

    private static Map<String, VerificationCheck> checks(ContentHash hash, ContentHash base) {
        return sample.executor(2).verifier().check(version(hash, base), ProgressMonitor.NONE).stream()
                .collect(Collectors.toMap(VerificationCheck::getName, Function.identity()));
    }

    private static VerificationSpecification version(ContentHash hash, ContentHash base) {
        return new VerificationSpecification(
                Sample.MODEL, 2, hash.hex(), Optional.of(base.hex()), 2, VerificationStage.DEEP);
    }

    private static CheckOutcome outcome(Map<String, VerificationCheck> checks, String name) {
        assertThat(checks).containsKey(name);
        return checks.get(name).getOutcome();
    }

    @Test
    void anHonestVersionPassesWhateverCanBeCheckedAndSaysWhatCannot() {
        Map<String, VerificationCheck> checks = checks(unlearned, sample.base);
        assertThat(checks.values()).extracting(VerificationCheck::getOutcome).doesNotContain(CheckOutcome.FAILED);
        assertThat(checks.values())
                .filteredOn(check -> check.getKind() == CheckKind.CERTIFIED)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(check -> assertThat(check.getOutcome()).isEqualTo(CheckOutcome.PASSED));
        assertThat(outcome(checks, "attack.neighbour-classes")).isEqualTo(CheckOutcome.NOT_RUN);
        assertThat(checks.get("attack.neighbour-classes").getDetail()).isNotBlank();
    }

    @Test
    void whoPlotsIsGivenWhatTheAttacksSaw() {
        List<AttackCurve> curves = new ArrayList<>();
        List<VerificationCheck> checks =
                sample.executor(2).verifier(curves::add).check(version(unlearned, sample.base), ProgressMonitor.NONE);
        assertThat(curves)
                .extracting(AttackCurve::model)
                .contains(AttackCurve.Attacked.BEFORE, AttackCurve.Attacked.RELEASED, AttackCurve.Attacked.REFERENCE);
        assertThat(checks)
                .extracting(VerificationCheck::getName)
                .containsAll(curves.stream().map(AttackCurve::check).distinct().toList());
    }

    /** Claims to have forgotten a class and holds all of it. */
    @Test
    void aVersionThatOnlyClaimsToHaveForgottenIsFound() {
        Artifact base = sample.store.open(sample.base);
        ArtifactContents contents = base.contents();
        ArtifactContents claiming = new ArtifactContents(
                contents.parameters(),
                contents.vocabulary(),
                contents.classes(),
                contents.trainingSet(),
                contents.evaluationSet(),
                new HonouredDeletions(List.of(), List.of(), List.of("sport")),
                contents.metrics(),
                contents.servedRequests());
        Lineage lineage = new Lineage(
                Sample.MODEL,
                Optional.of(sample.base),
                Operation.UNLEARNED,
                Optional.of("claiming"),
                base.lineage().provenance());
        Map<String, VerificationCheck> checks =
                checks(sample.store.put(new ArtifactDraft(lineage, claiming)), sample.base);
        assertThat(outcome(checks, "set-arithmetic")).isEqualTo(CheckOutcome.FAILED);
        assertThat(outcome(checks, "label-space.removed-absent")).isEqualTo(CheckOutcome.FAILED);
    }

    @Test
    void withoutTheVersionBeforeTheCertificateIsStillEvaluated() {
        Map<String, VerificationCheck> checks = checks(sample.base, sample.base);
        assertThat(outcome(checks, "set-arithmetic")).isEqualTo(CheckOutcome.NOT_RUN);
        assertThat(checks.get("set-arithmetic").getKind()).isEqualTo(CheckKind.CERTIFIED);
        assertThat(outcome(checks, "distance-certificate")).isEqualTo(CheckOutcome.PASSED);
    }

    /** It can be restored; until then nothing passes that nothing was compared with, and the checks stay awaited. */
    @Test
    void beforeADamagedVersionBeforeIsRestoredThereIsNoVerdict() {
        ModelStore damaged = (ModelStore) Proxy.newProxyInstance(
                ModelStore.class.getClassLoader(), new Class<?>[] {ModelStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open") && arguments[0].equals(sample.base)) {
                        throw new ModelStoreException.ArtifactCorrupt("parameters", "this", "that");
                    }
                    return method.invoke(sample.store, arguments);
                });
        Map<String, VerificationCheck> checks = new StoreJobExecutor(damaged, Sample.options(), 2)
                .verifier().check(version(unlearned, sample.base), ProgressMonitor.NONE).stream()
                        .collect(Collectors.toMap(VerificationCheck::getName, Function.identity()));
        assertThat(checks.values()).extracting(VerificationCheck::getOutcome).containsOnly(CheckOutcome.NOT_RUN);
        assertThat(checks.get("deep-verification").getDetail()).contains("cannot be read", "parameters", "Restore");
    }

    @Test
    void aVersionThatIsGoneIsNotIntact() {
        Map<String, VerificationCheck> checks = checks(new ContentHash("a".repeat(64)), sample.base);
        assertThat(outcome(checks, "artifact-intact")).isEqualTo(CheckOutcome.FAILED);
        assertThat(checks).hasSize(1);
    }

    @Test
    void aJobThatComesStopsTheChecks() {
        ProgressMonitor impatient = new ProgressMonitor() {
            @Override
            public void progress(String stage, long done, long total) {
                // Nobody looks.
            }

            @Override
            public void checkCancelled() {
                throw new CancelledException("a test says so");
            }
        };
        assertThatThrownBy(() -> sample.executor(1).verifier().check(version(unlearned, sample.base), impatient))
                .isInstanceOf(CancelledException.class);
    }

    private static ContentHash without(ContentHash from, String document) {
        Outcome outcome =
                sample.executor(1).execute(sample.job(from, sample.documents(document)), ProgressMonitor.NONE);
        return new ContentHash(((Outcome.Produced) outcome).draft().getContentHash());
    }

    private static Map<String, VerificationCheck> checksOfBoth(ContentHash hash, Optional<String> base) {
        VerificationSpecification both =
                new VerificationSpecification(Sample.MODEL, 3, hash.hex(), base, 2, VerificationStage.DEEP);
        return sample.executor(2).verifier().check(both, ProgressMonitor.NONE).stream()
                .collect(Collectors.toMap(VerificationCheck::getName, Function.identity()));
    }

    /** As a repair is, after the version that failed was purged. */
    @Test
    void aVersionBetweenThemMayBeGone() {
        ContentHash second = without(sample.base, sample.idsOf("sport")[0]);
        ContentHash third = without(second, sample.idsOf("sport")[1]);
        sample.store.erasure().erase(List.of(second), Set.of(sample.base, third));
        Map<String, VerificationCheck> checks = checksOfBoth(third, Optional.of(sample.base.hex()));
        assertThat(outcome(checks, "set-arithmetic")).isEqualTo(CheckOutcome.PASSED);
        assertThat(checks).containsKey("retained-accuracy");
        assertThat(outcome(checksOfBoth(third, Optional.empty()), "set-arithmetic"))
                .as("where nobody names the base")
                .isEqualTo(CheckOutcome.NOT_RUN);
    }

    /** As after an upgrade: the versions covered are counted back, no further. */
    @Test
    void whereNobodyNamesTheBaseItIsTheOneBeforeTheVersionsCovered() {
        ContentHash first = without(sample.base, sample.idsOf("health")[0]);
        ContentHash second = without(first, sample.idsOf("health")[1]);
        ContentHash third = without(second, sample.idsOf("health")[2]);
        Map<String, VerificationCheck> checks = checksOfBoth(third, Optional.empty());
        assertThat(checks.get("set-arithmetic").getDetail())
                .isEqualTo(checksOfBoth(third, Optional.of(first.hex()))
                        .get("set-arithmetic")
                        .getDetail());
        assertThat(checks.get("set-arithmetic").getDetail())
                .isNotEqualTo(checksOfBoth(third, Optional.of(sample.base.hex()))
                        .get("set-arithmetic")
                        .getDetail());
    }
}
