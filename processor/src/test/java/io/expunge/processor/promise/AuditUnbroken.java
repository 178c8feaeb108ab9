/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditRecorded;
import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.model.AuditChain;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The audit chain of a model has no gap, no fork and no forged link, and holds the hash that each version names. */
public final class AuditUnbroken implements Promise {
    private final Map<String, AuditRecorded> last = new HashMap<>();
    private final Set<String> hashes = new HashSet<>();
    private final Set<String> named = new HashSet<>();

    @Override
    public void audit(AuditRecorded record) {
        AuditRecorded before = last.put(record.getModelId(), record);
        String name = "audit record " + record.getSequence() + " of model " + record.getModelId();
        assertThat(AuditChain.isIntact(record)).as("whether %s is intact", name).isTrue();
        assertThat(record.getSequence()).as(name).isEqualTo(before == null ? 1 : before.getSequence() + 1);
        assertThat(record.getPreviousHash())
                .as("what %s follows", name)
                .isEqualTo(before == null ? AuditChain.GENESIS : before.getHash());
        hashes.add(record.getHash());
    }

    @Override
    public void version(ModelVersionPublished version) {
        named.add(version.getAuditHash());
    }

    @Override
    public void judge() {
        assertThat(hashes).as("hashes of the audit chains").containsAll(named);
    }
}
