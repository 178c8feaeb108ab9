/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.check;

import io.expunge.processor.service.AuditSettings;
import io.expunge.processor.service.ConfigurationException;
import io.expunge.store.ModelStore;
import io.expunge.store.SigningKey;
import io.expunge.store.VerificationKey;
import java.util.List;
import java.util.Optional;

/** There is a key to sign checkpoints of the audit log with, or the store can make one. */
final class SigningKeyCheck implements Check {
    @Override
    public String name() {
        return "signing-key";
    }

    @Override
    public boolean needsBrokers() {
        return false;
    }

    @Override
    public List<Finding> examine(Surroundings surroundings) {
        return List.of(examine(surroundings.configuration().audit(), surroundings.store()));
    }

    /** Makes no key: whoever only looks must not choose what the service signs with. */
    Finding examine(AuditSettings settings, ModelStore store) {
        try {
            Optional<SigningKey> brought = settings.key();
            String on = settings.signingKey().map(Object::toString).orElse("store");
            return brought.or(() -> store.signingKeys().find())
                    .map(key -> Finding.ok(name(), on, "the audit log is signed with " + named(key.publicKey()) + "."))
                    .orElseGet(() ->
                            Finding.ok(name(), on, "there is none yet; the service makes one when it first starts."));
        } catch (ConfigurationException unusable) {
            return Finding.error(
                    name(),
                    settings.signingKey().map(Object::toString).orElse("store"),
                    unusable.getMessage() + ".",
                    "Make the file readable for the service's user, or set expunge.audit.signing-key=store.");
        }
    }

    private static String named(VerificationKey key) {
        return "key " + key.id();
    }
}
