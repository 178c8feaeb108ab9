/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditKind;
import io.expunge.events.AuditRecorded;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import java.util.HashSet;
import java.util.Set;

/** An artifact that has a receipt of its purge is gone, has one receipt, and that says how much went. */
public final class PurgedOnce implements Promise {
    private final ModelStore store;
    private final Set<String> receipts = new HashSet<>();

    public PurgedOnce(ModelStore store) {
        this.store = store;
    }

    @Override
    public void audit(AuditRecorded record) {
        if (record.getKind() == AuditKind.PURGED) {
            String artifact = record.getFacts().get("contentHash");
            assertThat(receipts.add(artifact))
                    .as("whether this is the first receipt for artifact %s", artifact)
                    .isTrue();
            assertThat(Long.parseLong(record.getFacts().get("bytes")))
                    .as("bytes that went with artifact %s", artifact)
                    .isPositive();
        }
    }

    /** How many artifacts were purged. */
    public int count() {
        return receipts.size();
    }

    @Override
    public void judge() {
        for (String artifact : receipts) {
            assertThat(store.contains(new ContentHash(artifact)))
                    .as("whether the store still has artifact %s, which was purged", artifact)
                    .isFalse();
        }
    }
}
