/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.json.StrictJson;
import io.expunge.store.ContentHash;
import io.expunge.store.SigningKey;
import io.expunge.store.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The signature over a bundle: over the hashes of its sections, each taken of the section's one line of text. Stateless. */
final class Seal {
    static final String MEMBER = "seal";

    private static final String PURPOSE = "expunge-evidence-1";
    private static final String ALGORITHM = "Ed25519";

    private Seal() {}

    /** Signs the sections of a bundle that has no seal yet. */
    static ObjectNode of(JsonNode bundle, SigningKey key) {
        SortedMap<String, String> hashes = hashes(bundle);
        ObjectNode seal = JsonNodeFactory.instance.objectNode();
        seal.put("algorithm", ALGORITHM);
        seal.put("keyId", key.publicKey().id());
        seal.put("publicKey", key.publicKey().encoded());
        ObjectNode sections = seal.putObject("sections");
        hashes.forEach(sections::put);
        seal.put("signature", key.sign(message(hashes)));
        return seal;
    }

    /** The hash of each section that a bundle has. */
    static SortedMap<String, String> hashes(JsonNode bundle) {
        SortedMap<String, String> hashes = new TreeMap<>();
        bundle.properties().forEach(section -> {
            if (!section.getKey().equals(MEMBER)) {
                hashes.put(section.getKey(), hash(StrictJson.line(section.getValue())));
            }
        });
        return hashes;
    }

    /** The hashes that a seal names. */
    static SortedMap<String, String> named(JsonNode seal) {
        SortedMap<String, String> named = new TreeMap<>();
        seal.path("sections")
                .properties()
                .forEach(section ->
                        named.put(section.getKey(), section.getValue().asText()));
        return named;
    }

    /** The key that a seal names; empty if it names none, or not by its own id. */
    static Optional<VerificationKey> key(JsonNode seal) {
        try {
            return Optional.of(new VerificationKey(seal.path("publicKey").asText()))
                    .filter(key -> key.id().equals(seal.path("keyId").asText()));
        } catch (IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }

    /** Whether a key signed the hashes that a seal names. */
    static boolean isSigned(JsonNode seal, VerificationKey key) {
        return seal.path("algorithm").asText().equals(ALGORITHM)
                && key.verifies(message(named(seal)), seal.path("signature").asText());
    }

    static String hash(String text) {
        return ContentHash.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static byte[] message(SortedMap<String, String> hashes) {
        StringBuilder text = new StringBuilder(PURPOSE).append('\n');
        hashes.forEach(
                (section, hash) -> text.append(section).append(' ').append(hash).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
