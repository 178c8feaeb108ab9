/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.expunge.processor.json.StrictJson;
import io.expunge.store.VerificationKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Checks a bundle from its text alone: form, signature, audit chain, hashes, arithmetic. Says sentence by sentence what holds,
 * what is wrong and what a file cannot show. Not thread safe.
 */
public final class EvidenceVerifier {
    private static final String FORM = "form";
    private static final String SIGNATURE = "signature";

    private final String text;
    private final Set<VerificationKey> trusted;
    private final Statements said = new Statements();

    private EvidenceVerifier(String text, Set<VerificationKey> trusted) {
        this.text = text;
        this.trusted = Set.copyOf(trusted);
    }

    /**
     * Checks a bundle.
     *
     * @param trusted the keys that may sign; empty to take the key that the bundle itself names
     */
    public static EvidenceReport verify(String text, Set<VerificationKey> trusted) {
        return new EvidenceVerifier(text, trusted).verify();
    }

    private EvidenceReport verify() {
        Optional<JsonNode> read = StrictJson.read(text);
        if (read.isEmpty()) {
            said.wrong(FORM, "The file is no JSON object, or something stands twice in it or behind it.");
            return new EvidenceReport("", "", "", "", said.all());
        }
        JsonNode bundle = read.get();
        JsonNode about = bundle.path(Section.ABOUT.label());
        if (isOurs(about)) {
            form(bundle);
            seal(bundle);
            new ContentCheck(bundle, trusted, said).check();
        }
        return new EvidenceReport(
                about.path("modelId").asText(),
                about.path("requestId").asText(),
                bundle.path(Section.REQUEST.label()).path("state").asText(),
                bundle.path(Seal.MEMBER).path("keyId").asText(),
                said.all());
    }

    private boolean isOurs(JsonNode about) {
        int version = about.path("schemaVersion").asInt();
        if (!about.path("kind").asText().equals(EvidenceBundle.KIND)) {
            said.wrong(FORM, "The file is no evidence of Expunge; make one with 'expunge evidence REQUEST_ID'.");
            return false;
        }
        if (version != EvidenceBundle.SCHEMA_VERSION) {
            said.wrong(
                    FORM,
                    "The file has schema version " + about.path("schemaVersion").asText()
                            + ", and this release checks version " + EvidenceBundle.SCHEMA_VERSION
                            + "; use the release that wrote it, or a later one.");
            return false;
        }
        return true;
    }

    private void form(JsonNode bundle) {
        String due = StrictJson.page(bundle);
        said.expect(
                due.equals(text),
                FORM,
                "The file is written as evidence is, byte for byte.",
                "Line " + firstDifference(due) + " is not written as evidence is.");
    }

    private long firstDifference(String due) {
        List<String> found = text.lines().toList();
        List<String> wanted = due.lines().toList();
        int line = 0;
        while (line < found.size() && line < wanted.size() && found.get(line).equals(wanted.get(line))) {
            line++;
        }
        return line + 1L;
    }

    private void seal(JsonNode bundle) {
        JsonNode seal = bundle.path(Seal.MEMBER);
        SortedMap<String, String> found = Seal.hashes(bundle);
        SortedMap<String, String> named = Seal.named(seal);
        for (Section section : Section.values()) {
            String label = section.label();
            if (!found.containsKey(label) || !found.get(label).equals(named.get(label))) {
                said.wrong(label, "Section '" + label + "' is not the one that was signed.");
            }
        }
        if (!found.keySet().equals(labels()) || !named.keySet().equals(labels())) {
            said.wrong(SIGNATURE, "The bundle has other sections than evidence has: " + found.keySet() + ".");
        }
        signature(seal);
    }

    private static Set<String> labels() {
        return java.util.Arrays.stream(Section.values()).map(Section::label).collect(Collectors.toSet());
    }

    private void signature(JsonNode seal) {
        Optional<VerificationKey> key = Seal.key(seal);
        boolean signed = key.filter(present -> Seal.isSigned(seal, present)).isPresent();
        String id = seal.path("keyId").asText();
        said.expect(
                signed,
                SIGNATURE,
                "The whole bundle is signed with key " + id + ".",
                "The signature is not one of this bundle with the key it names.");
        if (trusted.isEmpty()) {
            said.notChecked(
                    SIGNATURE,
                    "Whose key " + id + " is. Compare it with what the operator published, or name the public key.");
        } else {
            said.expect(
                    key.filter(trusted::contains).isPresent(),
                    SIGNATURE,
                    "That key is one you trust.",
                    "Key " + id + " is none of those you trust.");
        }
    }
}
