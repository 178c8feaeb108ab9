/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.sandbox.Endpoints;
import io.expunge.sandbox.Sandbox;
import io.expunge.sandbox.SandboxSettings;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.schemas.SchemaRegistry;
import io.expunge.store.ModelStore;
import java.nio.file.Files;
import java.util.List;

/**
 * What a service would have around it, for commands that work while none runs. The embedded broker and registry run only
 * with their service, so they are started for as long as the command takes. Not thread-safe; owns everything.
 */
final class ServiceAccess implements AutoCloseable {
    private final StartedParts parts = new StartedParts();
    private final ConnectionSettings settings;
    private final ProcessorConfiguration configuration;
    private final SchemaRegistry registry;
    private final ModelStore store;

    private ServiceAccess(ConnectionOptions options, Terminal terminal) {
        try {
            ServiceSettings.check(options.fileProperties());
            settings = isAsleep(options) ? wake(options, terminal) : options.settings();
            configuration = ServiceSettings.of(options.home(), options.fileProperties(), settings);
            registry = parts.add(new ConfluentSchemaRegistry(settings.registryUrls(), settings.registry()));
            store = parts.add(options.store().open());
        } catch (RuntimeException | Error failed) {
            parts.close();
            throw failed;
        }
    }

    /** Opens everything; asks nobody anything yet, but for the store. */
    static ServiceAccess open(ConnectionOptions options, Terminal terminal) {
        return new ServiceAccess(options, terminal);
    }

    private static boolean isAsleep(ConnectionOptions options) {
        return !options.namesCluster()
                && Sandbox.find(options.sandbox()).isEmpty()
                && Files.isDirectory(options.sandbox());
    }

    private ConnectionSettings wake(ConnectionOptions options, Terminal terminal) {
        terminal.note("expunge: starting the embedded broker and registry of " + options.home() + " for this ...");
        Endpoints endpoints =
                parts.add(Sandbox.start(SandboxSettings.in(options.sandbox()))).endpoints();
        return ConnectionSettings.of(
                endpoints.bootstrapServers(),
                List.of(endpoints.schemaRegistryUrl()),
                options.topics(),
                options.fileProperties());
    }

    ConnectionSettings settings() {
        return settings;
    }

    ProcessorConfiguration configuration() {
        return configuration;
    }

    SchemaRegistry registry() {
        return registry;
    }

    ModelStore store() {
        return store;
    }

    @Override
    public void close() {
        parts.close();
    }
}
