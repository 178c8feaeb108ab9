/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import io.expunge.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real schema registry (Apicurio, in its Confluent-compatible mode) in a JVM of its own that dies with this one. Its
 * data survive a restart. Thread-safe.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final long POLL_MILLISECONDS = 100;
    private static final int ATTEMPTS = 5;
    private static final String CONFLUENT_API = "/apis/ccompat/v7";

    private final DirectoryLock lock;
    private final Supervisor<RegistryProcess> supervisor;
    private final String url;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedRegistry(DirectoryLock lock, Supervisor<RegistryProcess> supervisor, String url) {
        this.lock = lock;
        this.supervisor = supervisor;
        this.url = url;
    }

    /**
     * Starts a registry and returns when it answers.
     *
     * @throws SandboxException if the port or the directory cannot be had, the registry's files are missing, or it does
     *     not come up; the message then holds the end of its log
     */
    public static EmbeddedRegistry start(RegistrySettings settings) {
        DirectoryLock lock = DirectoryLock.acquire(settings.directory(), "registry.lock");
        try {
            return startLocked(settings, lock);
        } catch (SandboxException failed) {
            lock.close();
            throw failed;
        }
    }

    // A free port can be lost to another process between choosing and binding; then another is chosen.
    private static EmbeddedRegistry startLocked(RegistrySettings settings, DirectoryLock lock) {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.choose(settings.port(), "schema registry");
            try {
                return startOn(settings.directory().toAbsolutePath(), port, lock);
            } catch (SandboxException failed) {
                boolean again = failed.reason() == Reason.PORT_IN_USE && settings.port() == 0 && attempt < ATTEMPTS;
                if (!again) {
                    throw failed;
                }
                LOG.debug("Port {} was taken while the registry started; trying another", port);
            }
        }
    }

    private static EmbeddedRegistry startOn(Path directory, int port, DirectoryLock lock) {
        String url = "http://" + Ports.LOOPBACK + ":" + port + CONFLUENT_API;
        RegistryProcess first = startProcess(directory, port, url);
        Supervisor<RegistryProcess> supervisor =
                new Supervisor<>("schema registry", first, () -> startProcess(directory, port, url), System::nanoTime);
        return new EmbeddedRegistry(lock, supervisor.start(), url);
    }

    private static RegistryProcess startProcess(Path directory, int port, String url) {
        RegistryProcess process = RegistryProcess.start(directory, port);
        try {
            awaitHealth(process, url, port);
            return process;
        } catch (SandboxException failed) {
            process.close();
            throw failed;
        }
    }

    private static void awaitHealth(RegistryProcess process, String url, int port) {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(REQUEST_TIMEOUT).build();
        long start = System.nanoTime();
        while (!process.endsWithin(POLL_MILLISECONDS)) {
            if (makeSafe(http, url)) {
                return;
            }
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw failed(process, "did not answer within " + DEADLINE.toSeconds() + " s");
            }
        }
        throw process.lostItsPort() ? Ports.inUse(port, "schema registry", null) : failed(process, "ended at once");
    }

    // Out of the box it would accept any change of a schema. Setting the default is also the first sign of health that
    // involves its storage.
    private static boolean makeSafe(HttpClient http, String url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/config"))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}"))
                .build();
        try {
            HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
            return response.statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SandboxException(Reason.REGISTRY_FAILED, "interrupted while the registry started", interrupted);
        }
    }

    private static SandboxException failed(RegistryProcess process, String how) {
        return new SandboxException(
                Reason.REGISTRY_FAILED,
                "the schema registry " + how + "; its log is " + process.logFile() + " and ends:\n" + process.tail());
    }

    /** The base URL of the Confluent API, its path included. */
    public String url() {
        return url;
    }

    /** The process that is the registry now; another takes its place when it ends. */
    public ProcessHandle processHandle() {
        long pid = supervisor.current().pid();
        return ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("the registry's process " + pid + " is gone"));
    }

    /** Stops the registry in order and waits for it. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            supervisor.close();
            lock.close();
        }
    }
}
