/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import io.expunge.processor.cluster.ClusterView;
import io.expunge.processor.cluster.LedgerTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/**
 * The stream's state on this machine's disk, a copy of the changelogs. After the ledger was rebuilt, or its topics were
 * made anew, a copy of the old ones may lie here, and Kafka Streams would take it for the beginning of the new: it goes by
 * offsets alone. A note beside it says of which changelog it is a copy.
 */
public final class LocalState {
    private final Path copies;
    private final Path note;
    private final String changelog;
    private final ClusterView cluster;

    public LocalState(ProcessorConfiguration configuration, ClusterView cluster) {
        this.copies = configuration.stateDirectory().resolve(configuration.applicationId());
        this.note = configuration.stateDirectory().resolve(configuration.applicationId() + ".ledger");
        this.changelog = new LedgerTopics(configuration.applicationId()).models();
        this.cluster = cluster;
    }

    /**
     * Before the stream starts: throws away a copy of a changelog that is no more.
     *
     * @return whether there was one
     */
    boolean discardForeign() {
        Optional<String> now = changelogId();
        boolean foreign = now.isEmpty() ? Files.exists(copies) : noted().isPresent() && !noted().equals(now);
        if (foreign) {
            discard();
        }
        return foreign;
    }

    /** Throws the copy away; the stream makes it again from the changelogs. */
    public void discard() {
        try {
            Utils.delete(copies.toFile());
            Files.deleteIfExists(note); // last: what a kill leaves of the copy must still be known as foreign
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Once the stream runs: notes of which changelog this is a copy. */
    void writeNote() {
        changelogId().ifPresent(id -> {
            try {
                Files.createDirectories(note.getParent());
                Files.writeString(note, id);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    private Optional<String> changelogId() {
        return cluster.topicId(changelog).map(Object::toString);
    }

    private Optional<String> noted() {
        try {
            return Files.exists(note) ? Optional.of(Files.readString(note).strip()) : Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
