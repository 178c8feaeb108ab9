/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.json.StrictJson;
import io.expunge.store.SigningKey;
import io.expunge.store.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The signature over the first line of an export: over that line without the signature. Stateless. */
final class HeaderSeal {
    private static final String MEMBER = "seal";
    private static final String PURPOSE = "expunge-audit-export-1";
    private static final String ALGORITHM = "Ed25519";

    private HeaderSeal() {}

    /** Signs a header that has no signature yet, in place. */
    static void seal(ObjectNode header, SigningKey key) {
        String signature = key.sign(message(header));
        ObjectNode seal = header.putObject(MEMBER);
        seal.put("algorithm", ALGORITHM);
        seal.put("keyId", key.publicKey().id());
        seal.put("publicKey", key.publicKey().encoded());
        seal.put("signature", signature);
    }

    /**
     * What is wrong with a header's signature; empty if nothing is.
     *
     * @param trusted the keys that may sign; empty to take any key, and to take a header that nobody signed
     */
    static Optional<String> wrong(JsonNode header, Set<VerificationKey> trusted) {
        JsonNode seal = header.path(MEMBER);
        if (seal.isMissingNode()) {
            return trusted.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            "the first line is not signed, so an end that was cut off would not be missed; export it"
                                    + " again with the key at hand ('expunge audit verify --export FILE', --key or --store)");
        }
        Optional<VerificationKey> key = key(seal);
        if (key.filter(present -> isSigned(header, seal, present)).isEmpty()) {
            return Optional.of("the first line was changed: its signature is not one of what it says");
        }
        return trusted.isEmpty() || key.filter(trusted::contains).isPresent()
                ? Optional.empty()
                : Optional.of("the first line is signed with key "
                        + seal.path("keyId").asText() + ", which is none of those you trust");
    }

    private static boolean isSigned(JsonNode header, JsonNode seal, VerificationKey key) {
        ObjectNode bare = ((ObjectNode) header).deepCopy();
        bare.remove(MEMBER);
        return seal.path("algorithm").asText().equals(ALGORITHM)
                && key.verifies(message(bare), seal.path("signature").asText());
    }

    private static Optional<VerificationKey> key(JsonNode seal) {
        try {
            return Optional.of(new VerificationKey(seal.path("publicKey").asText()))
                    .filter(key -> key.id().equals(seal.path("keyId").asText()));
        } catch (IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }

    private static byte[] message(JsonNode header) {
        return (PURPOSE + "\n" + StrictJson.line(header)).getBytes(StandardCharsets.UTF_8);
    }
}
