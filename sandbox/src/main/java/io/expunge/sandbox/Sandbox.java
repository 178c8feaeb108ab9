/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A broker and a registry that belong together, in one directory. Starting is the caller's; so is stopping, be it by a
 * shutdown hook. Thread-safe.
 */
public final class Sandbox implements AutoCloseable {
    private static final String BROKER = "kafka/server/KafkaRaftServer.class";

    private final Path directory;
    private final DirectoryLock lock;
    private final EmbeddedBroker broker;
    private final EmbeddedRegistry registry;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Sandbox(Path directory, DirectoryLock lock, EmbeddedBroker broker, EmbeddedRegistry registry) {
        this.directory = directory;
        this.lock = lock;
        this.broker = broker;
        this.registry = registry;
    }

    /**
     * Starts both and returns when both answer.
     *
     * @throws SandboxException if either does not start; then neither runs
     */
    public static Sandbox start(SandboxSettings settings) {
        requireBroker(Sandbox.class.getClassLoader());
        DirectoryLock lock = DirectoryLock.acquire(settings.directory(), Rendezvous.LOCK);
        try {
            Rendezvous.remove(settings.directory());
            Sandbox sandbox = startBoth(settings, lock);
            return announce(sandbox);
        } catch (SandboxException failed) {
            lock.close();
            throw failed;
        }
    }

    /** The broker's jars may have been left out; what would follow is an error nobody can act on. */
    static void requireBroker(ClassLoader loader) {
        if (loader.getResource(BROKER) == null) {
            throw new SandboxException(
                    SandboxException.Reason.BROKER_MISSING,
                    "this installation has no Kafka broker of its own; name a cluster with --bootstrap-servers and"
                            + " --registry-url, or in --properties");
        }
    }

    private static Sandbox announce(Sandbox sandbox) {
        try {
            Rendezvous.write(sandbox.directory, sandbox.endpoints());
            return sandbox;
        } catch (SandboxException failed) {
            sandbox.close();
            throw failed;
        }
    }

    // The registry is another process: both start side by side.
    private static Sandbox startBoth(SandboxSettings settings, DirectoryLock lock) {
        Path directory = settings.directory();
        CompletableFuture<EmbeddedRegistry> registry = CompletableFuture.supplyAsync(() ->
                EmbeddedRegistry.start(new RegistrySettings(directory.resolve("registry"), settings.registryPort())));
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.start(new BrokerSettings(
                    directory.resolve("broker"), settings.brokerPort(), Map.of(), settings.security()));
        } catch (SandboxException failed) {
            registry.thenAccept(EmbeddedRegistry::close)
                    .exceptionally(alsoFailed -> null)
                    .join();
            throw failed;
        }
        try {
            return new Sandbox(directory, lock, broker, registry.join());
        } catch (CompletionException failed) {
            broker.close();
            throw failed.getCause() instanceof SandboxException cause ? cause : failed;
        }
    }

    /** The sandbox that some live process runs in a directory; empty if there is none, or it is still starting. */
    public static Optional<Endpoints> find(Path directory) {
        return Rendezvous.read(directory);
    }

    /** Where this sandbox is reached. */
    public Endpoints endpoints() {
        return new Endpoints(
                broker.bootstrapServers(),
                registry.url(),
                ProcessHandle.current().pid());
    }

    /** The registry's process. */
    public ProcessHandle registryProcess() {
        return registry.processHandle();
    }

    /** Stops both in order and waits for them. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Rendezvous.remove(directory);
            try (lock;
                    registry) {
                broker.close();
            }
        }
    }
}
