/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.AuditKind;
import io.expunge.events.UnlearningVerified;
import io.expunge.processor.Seeds;
import io.expunge.processor.audit.AuditEntry;
import io.expunge.processor.audit.Checkpoint;
import io.expunge.processor.audit.CheckpointSigner;
import io.expunge.processor.evidence.EvidenceSources.ArtifactPapers;
import io.expunge.processor.evidence.EvidenceStatement.Outcome;
import io.expunge.processor.json.StrictJson;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.Sample;
import io.expunge.processor.testing.World;
import io.expunge.store.Artifact;
import io.expunge.store.ContentHash;
import io.expunge.store.SigningKey;
import io.expunge.store.VerificationKey;
import io.expunge.store.format.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence of a request that the real topology and a real job served, and what becomes of it when somebody changes it. */
class EvidenceVerifierTest {
    private static final SigningKey KEY = SigningKey.of(new byte[32]);
    private static final Set<VerificationKey> TRUSTED = Set.of(KEY.publicKey());
    private static final Instant NOW = Instant.parse("2026-01-18T00:00:00Z");
    private static final CheckpointSigner SIGNER = new CheckpointSigner(KEY, 10);

    @TempDir
    private static Path state;

    private static Sample sample;
    private static EvidenceSources sources;
    private static EvidenceSources nothingHeld;
    private static String bundle;

    @BeforeAll
    static void serveARequest() {
        sample = new Sample();
        try (World world = new World(state, Map.of(), SIGNER, sample.store)) {
            world.register(Requests.registration(1, Sample.MODEL, sample.base.hex()));
            world.runJobs(sample.executor(1));
            String[] documents = {sample.idsOf("sport")[0], sample.idsOf("sport")[1]};
            world.request(Requests.removeDocuments(2, Sample.MODEL, documents));
            world.request(Requests.removeDocuments(3, Sample.MODEL, "nobody has this"));
            world.runJobs(sample.executor(1));
            world.request(Requests.removeClass(4, Sample.MODEL, "sport"));
            world.runJobs(sample.executor(1));
            List<AuditEntry> audit =
                    new ArrayList<>(world.audit().stream().map(AuditEntry::of).toList());
            purge(audit);
            List<UnlearningVerified> verdicts = world.verdicts();
            sources = sources(world, 4, verdicts, audit);
            nothingHeld = sources(world, 3, verdicts, audit);
        }
        bundle = EvidenceBundle.make(sources, KEY, "a test", NOW);
    }

    private static EvidenceSources sources(
            World world, int request, List<UnlearningVerified> verdicts, List<AuditEntry> audit) {
        return new EvidenceSources(
                world.status(Sample.MODEL, Requests.id(request).toString()).orElseThrow(),
                world.versions(),
                verdicts,
                audit,
                EvidenceVerifierTest::papers);
    }

    /** A receipt as the processor writes it, and the checkpoint behind it. */
    private static void purge(List<AuditEntry> audit) {
        purge(
                audit,
                Map.of(
                        "version", "1",
                        "contentHash", sample.base.hex(),
                        "bytes", "1234",
                        "objects", "9",
                        "why", "superseded",
                        "requestIds", Requests.id(2).toString(),
                        "requestCount", "1",
                        "planSequence", "3"));
    }

    private static void purge(List<AuditEntry> audit, Map<String, String> facts) {
        AuditEntry receipt = append(audit, AuditKind.PURGED.name(), facts);
        append(
                audit,
                Checkpoint.KIND,
                SIGNER.sign(Sample.MODEL, receipt.sequence(), receipt.hash()).facts());
    }

    private static AuditEntry append(List<AuditEntry> audit, String kind, Map<String, String> facts) {
        AuditEntry last = audit.get(audit.size() - 1);
        AuditEntry next = AuditEntry.after(Sample.MODEL, last.sequence(), last.hash(), kind, NOW.toEpochMilli(), facts);
        audit.add(next);
        return next;
    }

    private static Optional<ArtifactPapers> papers(String hash) {
        Artifact artifact = sample.store.open(new ContentHash(hash));
        SortedMap<String, String> files = new TreeMap<>();
        for (String name : List.of("metrics.json", "served-requests.json")) {
            files.put(name, new String(artifact.read(name), StandardCharsets.UTF_8));
        }
        byte[] manifest = new Manifest(artifact.lineage(), artifact.size(), artifact.files()).write();
        return Optional.of(new ArtifactPapers(new String(manifest, StandardCharsets.UTF_8), files));
    }

    private static EvidenceReport verify(String text) {
        return EvidenceVerifier.verify(text, TRUSTED);
    }

    private static ObjectNode tree() {
        return (ObjectNode) StrictJson.read(bundle).orElseThrow();
    }

    /** Somebody who has the key changes a bundle and signs it again. */
    private static String signedAgain(ObjectNode changed) {
        changed.remove("seal");
        changed.set("seal", Seal.of(changed, KEY));
        return StrictJson.page(changed);
    }

    private static List<String> sentences(EvidenceReport report, Outcome outcome) {
        return report.statements().stream()
                .filter(one -> one.outcome() == outcome)
                .map(one -> one.subject() + ": " + one.sentence())
                .toList();
    }

    @Test
    void whatWasMadeHoldsAndSaysWhatItIs() {
        EvidenceReport report = verify(bundle);
        assertThat(report.wrong()).isEmpty();
        assertThat(report.state()).isEqualTo("VERIFIED");
        assertThat(report.requestId()).isEqualTo(Requests.id(4).toString());
        assertThat(sentences(report, Outcome.HOLDS))
                .anyMatch(one -> one.contains("key is one you trust"))
                .anyMatch(one -> one.contains("signed checkpoint stands for those before"))
                .anyMatch(one -> one.contains("covered by a checkpoint"))
                .anyMatch(one -> one.contains("manifest's SHA-256"))
                .anyMatch(one -> one.contains("artifact itself names the request"))
                .anyMatch(one -> one.contains("arithmetic is right") && one.contains(" / "))
                .anyMatch(one -> one.contains("1 verdict(s)") && one.contains("one passed"))
                .anyMatch(one -> one.contains("version 1 was destroyed") && one.contains("1234 bytes in 9 objects"));
        assertThat(sentences(report, Outcome.NOT_CHECKED))
                .anyMatch(one -> one.contains("gradient itself"))
                .anyMatch(one -> one.contains("Copies of earlier versions"));
        assertThat(EvidenceBundle.make(sources, KEY, "a test", NOW))
                .as("the same again")
                .isEqualTo(bundle);
    }

    @Test
    void aRequestThatNeededNoVersionHasEvidenceToo() {
        EvidenceReport report = verify(EvidenceBundle.make(nothingHeld, KEY, "a test", NOW));
        assertThat(report.wrong()).isEmpty();
        assertThat(report.statements())
                .anyMatch(one -> one.outcome() == Outcome.NOT_CHECKED
                        || one.sentence().contains("was made for the request's batch"));
    }

    /** The receipt that is there is for version 1; what the request is about stood in version 2 too. */
    @Test
    void aReceiptForAnOlderVersionIsNoneForTheVersionBefore() {
        assertThat(sentences(verify(bundle), Outcome.NOT_CHECKED))
                .anyMatch(one -> one.contains("Whether version 2 was destroyed"));
        assertThat(EvidencePage.of(bundle, "evidence.json")).contains("No receipt for version 2");
    }

    /** What was found without knowing which version it was has a receipt with a hash alone. */
    @Test
    void theReceiptOfTheVersionBeforeIsFoundByItsContent() {
        List<AuditEntry> audit = new ArrayList<>(sources.audit());
        String hash = tree().at("/versions/before/contentHash").asText();
        purge(audit, Map.of("contentHash", hash, "bytes", "77", "objects", "5", "why", "orphan"));
        String destroyed = EvidenceBundle.make(
                new EvidenceSources(
                        sources.status(), sources.versions(), sources.verdicts(), audit, sources.artifacts()),
                KEY,
                "a test",
                NOW);

        EvidenceReport report = verify(destroyed);

        assertThat(report.wrong()).isEmpty();
        assertThat(sentences(report, Outcome.HOLDS))
                .anyMatch(one -> one.contains("artifact " + hash + " was destroyed") && one.contains("77 bytes"));
        assertThat(sentences(report, Outcome.NOT_CHECKED)).noneMatch(one -> one.startsWith("purges"));
        assertThat(EvidencePage.of(destroyed, "evidence.json")).doesNotContain("No receipt");
    }

    @Test
    void aRequestThatClaimsToBeServedNeedsTheVersion() {
        ObjectNode bare = withoutVersion();
        assertThat(verify(signedAgain(bare)).wrong())
                .anyMatch(one -> one.sentence().contains("no version that serves it is here"));
        ((ObjectNode) bare.path("request")).put("state", "APPLIED");
        assertThat(verify(signedAgain(bare)).wrong())
                .anyMatch(one -> one.sentence().contains("no version that serves it is here"));

        ObjectNode nothing = withoutVersion();
        for (JsonNode step : List.of(nothing.path("request"), nothing.at("/request/transitions/3"))) {
            ((ObjectNode) step).put("reasonCode", "NOTHING_HELD");
        }
        assertThat(verify(signedAgain(nothing)).wrong()).isEmpty();
    }

    private static ObjectNode withoutVersion() {
        ObjectNode changed = tree();
        changed.putNull("artifact");
        changed.putNull("certificate");
        changed.putArray("verifications");
        ((ObjectNode) changed.path("versions")).putNull("before").putNull("after");
        ((ObjectNode) changed.path("batch")).removeAll();
        return changed;
    }

    @Test
    void theVersionMustNameTheRequest() {
        assertThat(sentences(verify(bundle), Outcome.HOLDS)).anyMatch(one -> one.contains("names the request."));

        ObjectNode another = tree();
        another.putNull("artifact");
        ((ObjectNode) another.at("/versions/after")).putArray("requestIds").add("another");
        assertThat(verify(signedAgain(another)).wrong())
                .anyMatch(one -> one.sentence().contains("names all that it serves, and not the request"));
    }

    @Test
    void withoutTheStoreTheArtifactIsNotChecked() {
        EvidenceSources bare = new EvidenceSources(
                sources.status(), sources.versions(), sources.verdicts(), sources.audit(), hash -> Optional.empty());
        EvidenceReport report = verify(EvidenceBundle.make(bare, KEY, "a test", NOW));
        assertThat(report.wrong()).isEmpty();
        assertThat(sentences(report, Outcome.NOT_CHECKED)).anyMatch(one -> one.contains("papers are not here"));
    }

    @Test
    void holdsNoIdOfADocumentOrASubject() {
        for (var document : sample.corpus.train().documents()) {
            assertThat(bundle).doesNotContain("\"" + document.id() + "\"");
            assertThat(bundle).doesNotContain(sample.document(document.id()).toString());
        }
    }

    /** Whatever byte is changed, the file is refused. */
    @Test
    void everyByteCounts() {
        Random random = new Random(Seeds.EXAMPLE);
        for (int place = random.nextInt(7); place < bundle.length(); place += 1 + random.nextInt(200)) {
            char was = bundle.charAt(place);
            char other = (char) (' ' + (was - ' ' + 1 + random.nextInt(94) + 95) % 95);
            String changed = bundle.substring(0, place) + other + bundle.substring(place + 1);
            EvidenceReport report = verify(changed);
            assertThat(report.isSound())
                    .as("place %s: %s for %s", place, other, was)
                    .isFalse();
        }
        for (int cut : List.of(0, 1, bundle.length() / 2, bundle.length() - 1)) {
            assertThat(verify(bundle.substring(0, cut)).isSound())
                    .as("cut at " + cut)
                    .isFalse();
        }
        assertThat(verify(bundle + " ").isSound()).isFalse();
    }

    /** Every value of a bundle, changed or taken away: refused, and the section is named. */
    @Test
    void everyFieldCountsAndItsSectionIsNamed() {
        List<String> paths = new ArrayList<>();
        collect(tree(), "", paths);
        assertThat(paths).hasSizeGreaterThan(200);
        for (int index = 0; index < paths.size(); index++) {
            String path = paths.get(index);
            ObjectNode changed = tree();
            change(changed, path, index % 3 == 0);
            EvidenceReport report = verify(StrictJson.page(changed));
            String section = path.substring(1).split("/", -1)[0];
            boolean form = section.equals("about") || section.equals("seal");
            assertThat(report.wrong())
                    .as(path)
                    .anyMatch(one -> form || one.subject().equals(section));
        }
    }

    private static void collect(JsonNode node, String path, List<String> paths) {
        if (node.isValueNode()) {
            paths.add(path);
        }
        node.properties().forEach(member -> collect(member.getValue(), path + "/" + member.getKey(), paths));
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            collect(node.get(index), path + "/" + index, paths);
        }
    }

    private static void change(ObjectNode root, String path, boolean removed) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        JsonNode parent = root.at(path.substring(0, path.lastIndexOf('/')));
        JsonNode value = root.at(path);
        if (parent instanceof ArrayNode array) {
            int index = Integer.parseInt(last);
            if (removed) {
                array.remove(index);
            } else {
                array.set(index, array.textNode(value.asText() + "x"));
            }
        } else if (removed) {
            ((ObjectNode) parent).remove(last);
        } else if (value.isNumber()) {
            ((ObjectNode) parent).put(last, value.asDouble() + 1);
        } else {
            ((ObjectNode) parent).put(last, value.asText() + "x");
        }
    }

    /** What stands under hashes and checkpoints cannot be changed by signing the file again. */
    @Test
    void evenTheOwnerOfTheKeyCannotChangeWhatTheChainHolds() {
        refused("/versions/after/contentHash", "a".repeat(64), "versions");
        refused("/versions/after/batchId", "b".repeat(64), "batch");
        refused("/versions/after/auditHash", "c".repeat(64), "audit");
        refused("/versions/before/contentHash", "d".repeat(64), "versions");
        refused("/request/modelVersion", "1", "versions");
        refused("/request/requestId", "someone else", "request");
        refused("/request/state", "FAILED", "request");
        refused("/artifact/manifest", "{}", "artifact");
        refused("/artifact/files/metrics.json", "{}", "artifact");
        refused("/artifact/files/served-requests.json", "{}", "artifact");
        refused("/purges/0/facts/bytes", "9999999", "purges");
        refused("/audit/1/facts/version", "7", "audit");
        refused("/verifications/0/verdict", "FAILED", "verifications");
    }

    private static void refused(String path, String text, String subject) {
        ObjectNode changed = tree();
        ((ObjectNode) changed.at(path.substring(0, path.lastIndexOf('/'))))
                .put(path.substring(path.lastIndexOf('/') + 1), text);
        assertThat(verify(signedAgain(changed)).wrong()).as(path).anyMatch(one -> one.subject()
                .equals(subject));
    }

    @Test
    void aBetterCertificateThanTheOneThatWasMadeIsRefused() {
        ObjectNode changed = tree();
        for (String name : List.of("gradientNorm", "distanceBound", "relativeDistanceBound")) {
            ObjectNode evidence = (ObjectNode) changed.at("/versions/after/evidence");
            evidence.put(name, evidence.path(name).asDouble() / 1000);
            ObjectNode certificate = (ObjectNode) changed.at("/certificate");
            certificate.put(name, certificate.path(name).asDouble() / 1000);
        }
        assertThat(verify(signedAgain(changed)).wrong())
                .anyMatch(one -> one.sentence().contains("other numbers of the certificate"));

        ObjectNode wrong = tree();
        ((ObjectNode) wrong.at("/versions/after/evidence")).put("distanceBound", 1e-30);
        ((ObjectNode) wrong.at("/certificate")).put("distanceBound", 1e-30);
        assertThat(verify(signedAgain(wrong)).wrong())
                .anyMatch(one -> one.sentence().contains("arithmetic is wrong"));
    }

    @Test
    void aBoundWithoutAThresholdIsNotChecked() {
        ObjectNode bare = tree();
        ((ObjectNode) bare.at("/versions/after")).putArray("checks");
        ((ObjectNode) bare.path("certificate")).remove("threshold");

        EvidenceReport report = verify(signedAgain(bare));

        assertThat(report.wrong()).isEmpty();
        assertThat(sentences(report, Outcome.HOLDS))
                .anyMatch(one -> one.contains("arithmetic is right"))
                .noneMatch(one -> one.contains("NaN") || one.contains("was allowed"));
        assertThat(sentences(report, Outcome.NOT_CHECKED)).anyMatch(one -> one.contains("names no threshold"));
    }

    @Test
    void aChainThatSomebodyElseSignedIsRefused() {
        byte[] other = new byte[SigningKey.SEED_BYTES];
        other[0] = 1;
        EvidenceReport report = verify(EvidenceBundle.make(sources, SigningKey.of(other), "a test", NOW));
        assertThat(report.wrong()).singleElement().satisfies(one -> assertThat(one.sentence())
                .contains("none of those you trust"));
    }

    @Test
    void withoutNamedKeysAStrangersSignatureIsPointedAt() {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = 1;
        String resigned = EvidenceBundle.make(sources, SigningKey.of(seed), "a test", NOW);
        EvidenceReport report = EvidenceVerifier.verify(resigned, Set.of());
        assertThat(report.wrong()).isEmpty();
        assertThat(sentences(report, Outcome.NOT_CHECKED))
                .anyMatch(one -> one.contains("Whose key"))
                .anyMatch(one -> one.contains("another key than its checkpoints"));
    }

    /** A file that a release wrote is checked by every later one; its key is lost. */
    @Test
    void evidenceOfSchemaVersionOneIsCheckedForEver() throws IOException {
        VerificationKey key = new VerificationKey("MCowBQYDK2VwAyEAj00/evGgiGMD2ekdo0z1U3T+Pirf2ly8TRgXJvruXk0=");
        try (InputStream kept = EvidenceVerifierTest.class.getResourceAsStream("/golden/evidence-1.json")) {
            String text = new String(Objects.requireNonNull(kept).readAllBytes(), StandardCharsets.UTF_8);
            EvidenceReport report = EvidenceVerifier.verify(text, Set.of(key));
            assertThat(report.wrong()).isEmpty();
            assertThat(report.state()).isEqualTo("VERIFIED");
        }
    }

    @Test
    void whatIsNoEvidenceSaysSo() {
        assertThat(verify("hello").wrong().get(0).sentence()).contains("no JSON object");
        assertThat(verify("{}").wrong().get(0).sentence()).contains("no evidence");
        ObjectNode newer = tree();
        ((ObjectNode) newer.path("about")).put("schemaVersion", 2);
        assertThat(verify(StrictJson.page(newer)).wrong().get(0).sentence()).contains("schema version 2");
    }

    @Test
    void thePageTellsTheSameAndTakesNoMarkup() {
        String page = EvidencePage.of(bundle, "evidence.json");
        assertThat(page)
                .contains(Requests.id(4).toString())
                .contains("VERIFIED")
                .contains("superseded")
                .contains(Seal.hash(bundle));
        ObjectNode hostile = tree();
        ((ObjectNode) hostile.path("request")).put("detail", "<script>alert(1)</script>");
        assertThat(EvidencePage.of(StrictJson.page(hostile), "x")).doesNotContain("<script>");
    }
}
