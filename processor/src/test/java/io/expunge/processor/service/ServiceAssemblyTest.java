/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.processor.command.Command;
import io.expunge.processor.command.CommandSender;
import io.expunge.processor.verification.HeadHints;
import io.expunge.schemas.InMemorySchemaRegistry;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.schemas.SubjectAdministration;
import io.expunge.schemas.TopicCatalogue;
import io.expunge.schemas.TopicSettings;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.store.memory.InMemoryModelStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that cannot be put together leaves nothing open. */
class ServiceAssemblyTest {
    private final List<String> closed = new ArrayList<>();
    private final ServiceSeams.Streams broken = (topology, settings, time) -> {
        throw new IllegalStateException("no stream today");
    };

    @TempDir
    Path directory;

    private void assemble(UnaryOperator<HeadHints> hints) {
        ProcessorConfiguration configuration = ProcessorConfiguration.of(
                Map.of("bootstrap.servers", "127.0.0.1:1", "expunge.state-directory", directory.toString()));
        ServiceSeams seams =
                new ServiceSeams(UnaryOperator.identity(), Commands::new, hints, broken, Clock.systemUTC());
        SchemaRegistry registry = new InMemorySchemaRegistry();
        new SubjectAdministration(registry).register(TopicCatalogue.of(TopicSettings.defaults()));
        try (ModelStore store = InMemoryModelStore.open();
                Monitoring monitoring = Monitoring.open(
                        configuration.monitoring(),
                        configuration.indistinguishability().policy())) {
            new ServiceAssembly(configuration, registry, store, seams, monitoring).assemble();
        }
    }

    @Test
    void whatWasOpenedIsClosedTheNewestFirst() {
        assertThatThrownBy(() -> assemble(Hints::new)).hasMessage("no stream today");
        assertThat(closed).containsExactly("hints", "commands");
    }

    @Test
    void aPartThatDoesNotCloseKeepsNobodyFromItAndIsTold() {
        assertThatThrownBy(() -> assemble(inner -> new Hints(inner) {
                    @Override
                    public void close() {
                        super.close();
                        throw new IllegalStateException("stubborn");
                    }
                }))
                .hasMessage("no stream today")
                .satisfies(failed -> assertThat(failed.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("stubborn"));
        assertThat(closed).containsExactly("hints", "commands");
    }

    private final class Commands implements CommandSender {
        private final CommandSender inner;

        Commands(CommandSender inner) {
            this.inner = inner;
        }

        @Override
        public void send(String modelId, Command command) {
            inner.send(modelId, command);
        }

        @Override
        public void sendToPartition(int partition, Command command) {
            inner.sendToPartition(partition, command);
        }

        @Override
        public void close() {
            inner.close();
            closed.add("commands");
        }
    }

    private class Hints implements HeadHints {
        private final HeadHints inner;

        Hints(HeadHints inner) {
            this.inner = inner;
        }

        @Override
        public void advance(String modelId, HeadHint hint) {
            inner.advance(modelId, hint);
        }

        @Override
        public void close() {
            inner.close();
            closed.add("hints");
        }
    }
}
