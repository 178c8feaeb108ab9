/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import io.expunge.sandbox.SandboxException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The registry's JVM: how it is started, watched and stopped. Thread-safe. */
final class RegistryProcess implements Supervisor.Child {
    private static final long STOP_SECONDS = 10;
    private static final int TAIL_LINES = 15;

    // The registry takes configuration from any variable; ours should not depend on what the user happens to export.
    private static final Set<String> KEPT_VARIABLES =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "SystemRoot", "TEMP", "TMP");

    private final Process process;
    private final Path log;

    private RegistryProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static RegistryProcess start(Path directory, int port) {
        Path log = directory.resolve("registry.log");
        keepForInspection(log);
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(KEPT_VARIABLES);
        builder.environment().putAll(configuration(directory, port));
        try {
            return new RegistryProcess(builder.start(), log);
        } catch (IOException refused) {
            throw new SandboxException(
                    Reason.REGISTRY_FAILED,
                    "the registry's JVM could not be started: " + refused.getMessage(),
                    refused);
        }
    }

    /** What the process before said, in case it died of something. */
    private static void keepForInspection(Path log) {
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling("registry-before.log"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException refused) {
            // It is overwritten then.
        }
    }

    private static List<String> command() {
        String classPath = RegistryHome.ownCode() + File.pathSeparator + RegistryHome.runnerJar();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                RegistryLauncher.class.getName());
    }

    private static Map<String, String> configuration(Path directory, int port) {
        return Map.of(
                "QUARKUS_HTTP_HOST",
                Ports.LOOPBACK,
                "QUARKUS_HTTP_PORT",
                String.valueOf(port),
                // The "in memory" storage is H2; a file keeps it, and no delay keeps it through a kill as well.
                "REGISTRY_DATASOURCE_URL",
                "jdbc:h2:file:" + directory.resolve("registry") + ";WRITE_DELAY=0",
                // As Confluent's does: the same schema written with other spaces is the same schema.
                "ENABLE_CCOMPAT_CANONICAL_HASH_MODE",
                "true",
                // It would install its own in place of the launcher's.
                "DISABLE_SIGNAL_HANDLERS",
                "true");
    }

    long pid() {
        return process.pid();
    }

    @Override
    public CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the process ends, for this long at most. */
    boolean endsWithin(long milliseconds) {
        try {
            return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SandboxException(
                    Reason.REGISTRY_FAILED, "interrupted while the registry started or stopped", interrupted);
        }
    }

    /** Whether its log speaks of a port that is taken. */
    boolean lostItsPort() {
        String text = log();
        return text.contains("already bound") || text.contains("Address already in use");
    }

    /** The end of its log, without the frames of stack traces. */
    String tail() {
        List<String> lines = log().lines()
                .filter(line -> !line.matches("\\s+(at |\\.\\.\\. ).*"))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    private String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "(" + log + " cannot be read: " + unreadable.getMessage() + ")";
        }
    }

    /** Where its log is. */
    Path logFile() {
        return log;
    }

    /** Ends its input, upon which it stops in order; insists if it does not. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // Then it has ended already.
        }
        try {
            if (!endsWithin(TimeUnit.SECONDS.toMillis(STOP_SECONDS))) {
                process.destroyForcibly();
            }
        } catch (SandboxException interrupted) {
            process.destroyForcibly();
        }
    }
}
