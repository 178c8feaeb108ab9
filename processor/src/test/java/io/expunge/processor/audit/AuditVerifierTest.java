/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.processor.Seeds;
import io.expunge.store.SigningKey;
import io.expunge.store.VerificationKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AuditVerifierTest {
    private static final CheckpointSigner SIGNER = new CheckpointSigner(Chains.KEY, 5);
    private static final Set<VerificationKey> TRUSTED = Set.of(Chains.KEY.publicKey());

    private static List<AuditEntry> chain(long seed, int events) {
        return Chains.random(new Random(seed), events, Optional.of(SIGNER));
    }

    private static AuditReport check(List<AuditEntry> chain, Set<VerificationKey> trusted, String... known) {
        return check(AuditVerifier.ofWhole(Chains.MODEL, trusted), chain, known);
    }

    private static AuditReport check(AuditVerifier verifier, List<AuditEntry> chain, String... known) {
        chain.forEach(entry -> verifier.take(entry, "somewhere"));
        for (String hash : known) {
            verifier.mustHold(hash, "what is known");
        }
        return verifier.report();
    }

    private static long firstWrong(AuditReport report) {
        return report.defect().orElseThrow().sequence();
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void aChainAsItIsWrittenIsSound(@ForAll long seed, @ForAll @IntRange(max = 40) int events) {
        List<AuditEntry> chain = chain(seed, events);
        AuditReport report = check(chain, Set.of());
        assertThat(report.defect()).isEmpty();
        assertThat(report.records()).isEqualTo(chain.size());
        assertThat(report.last()).isEqualTo(chain.size());
        assertThat(report.head())
                .isEqualTo(
                        chain.isEmpty()
                                ? AuditEntry.GENESIS
                                : chain.get(chain.size() - 1).hash());
        assertThat(report.checkpoints()).isEqualTo((int)
                chain.stream().filter(e -> e.kind().equals(Checkpoint.KIND)).count());
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void aChangedFieldNamesItsRecord(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int events, @ForAll @IntRange(max = 6) int field) {
        List<AuditEntry> chain = new ArrayList<>(chain(seed, events));
        int index = new Random(seed).nextInt(chain.size());
        chain.set(index, changed(chain.get(index), field));
        AuditReport report = check(chain, Set.of());
        boolean sequenceOrModel = field == 0 || field == 1;
        assertThat(firstWrong(report)).isBetween(sequenceOrModel ? 1L : index + 1L, index + 1L);
        assertThat(report.last()).isEqualTo(index);
    }

    private static AuditEntry changed(AuditEntry e, int field) {
        Map<String, String> facts = new TreeMap<>(e.facts());
        facts.put("added", "");
        return new AuditEntry(
                field == 0 ? e.modelId() + "x" : e.modelId(),
                field == 1 ? e.sequence() + 1 : e.sequence(),
                field == 2 ? e.kind() + "x" : e.kind(),
                field == 3 ? e.recordedAt() + 1 : e.recordedAt(),
                field == 4 ? new TreeMap<>(facts) : e.facts(),
                field == 5 ? flipped(e.previousHash()) : e.previousHash(),
                field == 6 ? flipped(e.hash()) : e.hash());
    }

    private static String flipped(String hash) {
        return (hash.charAt(0) == 'f' ? '0' : 'f') + hash.substring(1);
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void theEndOfAChainIsSoundWhereverItBegins(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int events) {
        List<AuditEntry> chain = chain(seed, events);
        int from = new Random(seed).nextInt(chain.size());
        AuditReport report = check(AuditVerifier.ofEnd(Chains.MODEL, Set.of()), chain.subList(from, chain.size()));
        assertThat(report.defect()).isEmpty();
        assertThat(report.first()).isEqualTo(from + 1L);
        assertThat(report.last()).isEqualTo(chain.size());
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void aRemovedRecordIsMissed(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int events) {
        List<AuditEntry> chain = new ArrayList<>(chain(seed, events));
        int index = new Random(seed).nextInt(chain.size() - 1);
        chain.remove(index);
        AuditReport report = check(chain, Set.of());
        assertThat(firstWrong(report)).isEqualTo(index + 1L);
        assertThat(report.defect().orElseThrow().sentence()).contains("record " + (index + 1) + " is missing");
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void twoRecordsThatChangedPlacesAreFound(@ForAll long seed, @ForAll @IntRange(min = 3, max = 30) int events) {
        List<AuditEntry> chain = new ArrayList<>(chain(seed, events));
        Random random = new Random(seed);
        int one = random.nextInt(chain.size() - 1);
        int other = one + 1 + random.nextInt(chain.size() - one - 1);
        Collections.swap(chain, one, other);
        assertThat(firstWrong(check(chain, Set.of()))).isEqualTo(one + 1L);
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void aRecordTwiceIsFound(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int events) {
        List<AuditEntry> chain = new ArrayList<>(chain(seed, events));
        int index = new Random(seed).nextInt(chain.size());
        chain.add(index, chain.get(index));
        assertThat(firstWrong(check(chain, Set.of()))).isEqualTo(index + 1L);
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void aCutEndIsFoundByWhatIsKnownOfIt(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int events) {
        List<AuditEntry> chain = chain(seed, events);
        int left = new Random(seed).nextInt(chain.size());
        AuditReport report = check(
                chain.subList(0, left), Set.of(), chain.get(chain.size() - 1).hash());
        assertThat(firstWrong(report)).isEqualTo(left + 1L);
        assertThat(report.defect().orElseThrow().sentence()).contains("ends with record " + left);
    }

    @Property(seed = Seeds.PROPERTY, tries = 200)
    void aChainWrittenAnewWithoutTheKeyFailsAtTheNextCheckpoint(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int events) {
        List<AuditEntry> chain = chain(seed, events);
        Chains.add(chain, AuditKind.PURGED, Map.of("version", "1"));
        AuditEntry last = chain.get(chain.size() - 1);
        Chains.add(
                chain,
                AuditKind.CHECKPOINT,
                SIGNER.sign(Chains.MODEL, last.sequence(), last.hash()).facts());
        int from = new Random(seed).nextInt(chain.size() - 1);
        AuditReport report = check(Chains.rewritten(chain, from), Set.of());
        long next = chain.stream()
                .skip(from)
                .filter(entry -> entry.kind().equals(Checkpoint.KIND))
                .mapToLong(AuditEntry::sequence)
                .filter(sequence ->
                        sequence > from + 1 || !chain.get(from).kind().equals(Checkpoint.KIND))
                .findFirst()
                .orElseThrow();
        assertThat(report.defect().orElseThrow().sentence()).contains("was written anew");
        assertThat(firstWrong(report)).isEqualTo(next);
    }

    @Test
    void aChainSignedWithAnotherKeyIsRefusedWhereKeysAreNamed() {
        List<AuditEntry> chain =
                Chains.random(new Random(1), 12, Optional.of(new CheckpointSigner(SigningKey.of(filled((byte) 7)), 5)));
        assertThat(check(chain, Set.of()).defect()).isEmpty();
        assertThat(check(chain, TRUSTED).defect().orElseThrow().sentence()).contains("none of those you trust");
    }

    @Test
    void leavingTheSignaturesOutDoesNotPassWhereKeysAreNamed() {
        List<AuditEntry> unsigned = Chains.random(new Random(1), 12, Optional.empty());
        assertThat(check(unsigned, Set.of()).defect()).isEmpty();
        assertThat(check(unsigned, TRUSTED).defect().orElseThrow().sentence()).contains("no record is signed");

        List<AuditEntry> chain = new ArrayList<>(chain(3, 6));
        Chains.add(chain, AuditKind.OPERATOR, Map.of());
        assertThat(check(chain, TRUSTED).defect()).isEmpty();
        Chains.add(chain, AuditKind.VERSION_PUBLISHED, Map.of());
        AuditReport report = check(chain, TRUSTED);
        assertThat(firstWrong(report)).isEqualTo(chain.size());
        assertThat(report.defect().orElseThrow().sentence()).contains("no signed checkpoint");
    }

    @Test
    void aCheckpointOfAnotherModelOrHeadDoesNotPass() {
        List<AuditEntry> chain = new ArrayList<>(chain(4, 3));
        AuditEntry last = chain.get(chain.size() - 1);
        Chains.add(
                chain,
                AuditKind.CHECKPOINT,
                SIGNER.sign("other", last.sequence(), last.hash()).facts());
        assertThat(firstWrong(check(chain, Set.of()))).isEqualTo(chain.size());
    }

    @Property(seed = Seeds.PROPERTY, tries = 100)
    void aPartMayBeginAtACheckpointAndNowhereElse(@ForAll long seed, @ForAll @IntRange(min = 3, max = 30) int events) {
        List<AuditEntry> chain = chain(seed, events);
        int from = 1 + new Random(seed).nextInt(chain.size() - 1);
        AuditReport report = check(AuditVerifier.ofPart(Chains.MODEL, Set.of()), chain.subList(from, chain.size()));
        assertThat(report.isSound()).isEqualTo(chain.get(from).kind().equals(Checkpoint.KIND));
        assertThat(check(AuditVerifier.ofPart(Chains.MODEL, Set.of()), chain).isSound())
                .isTrue();
    }

    @Test
    void signingTheSameHeadAgainGivesTheSameRecord() {
        assertThat(SIGNER.sign(Chains.MODEL, 3, "a".repeat(64)))
                .isEqualTo(SIGNER.sign(Chains.MODEL, 3, "a".repeat(64)));
    }

    /** Bytes that stand on topics for ever; reckoned by another program, in Python. */
    @Test
    void hashAndSignatureNeverChange() {
        List<AuditEntry> chain = new ArrayList<>();
        Chains.add(chain, AuditKind.VERSION_PUBLISHED, Map.of("version", "1"));
        Chains.add(
                chain,
                AuditKind.CHECKPOINT,
                SIGNER.sign(Chains.MODEL, 1, chain.get(0).hash()).facts());
        assertThat(chain.get(0).hash()).isEqualTo("47b319ba05f9d0d27d49bd17be64a496e76d3deb1be396e3df6cd9541a715a53");
        assertThat(chain.get(1).facts().get("signature"))
                .isEqualTo("18zbXM9axTFokPChWe2+8GVEYkwIVfZY8B67QKqoeJyYekOLo+VSgG3+LvEoml2nJzOJAZsAEyl+aS8gMv6NBQ==");
        assertThat(chain.get(1).hash()).isEqualTo("829c99d4a4299f6f3087b56435e83974e3687bf6177c2b2d1bf47c33eaaa0a64");
    }

    private static byte[] filled(byte value) {
        byte[] bytes = new byte[SigningKey.SEED_BYTES];
        java.util.Arrays.fill(bytes, value);
        return bytes;
    }
}
