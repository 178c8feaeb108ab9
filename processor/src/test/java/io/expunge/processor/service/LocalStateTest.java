/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.processor.cluster.ClusterView;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {
    @TempDir
    private Path directory;

    /** A note that cannot be deleted stands for a process that is killed before it deletes the note. */
    @Test
    void theNoteOutlivesTheCopyItIsAbout() throws Exception {
        Path copy = Files.createDirectories(directory.resolve("expunge").resolve("1_0"));
        Files.writeString(copy.resolve("data"), "of another ledger");
        Path note = Files.createDirectories(directory.resolve("expunge.ledger"));
        Files.writeString(note.resolve("in the way"), "");
        ProcessorConfiguration configuration =
                ProcessorConfiguration.of(Map.of("expunge.state-directory", directory.toString()));
        try (Admin nobody = Admin.create(Map.of("bootstrap.servers", "localhost:1"))) {
            LocalState local = new LocalState(configuration, new ClusterView(nobody));
            assertThatThrownBy(local::discard).isInstanceOf(UncheckedIOException.class);
        }
        assertThat(directory.resolve("expunge")).doesNotExist();
        assertThat(note).exists();
    }
}
