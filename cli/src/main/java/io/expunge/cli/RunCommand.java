/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.service.ProcessorService;
import io.expunge.schemas.SensitiveSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the processor until it is told to stop. */
@Command(
        name = "run",
        description = "Run the processor. By default with a Kafka broker and a schema registry of its own under --home,"
                + " on loopback; with --bootstrap-servers and --registry-url on a real cluster, whose topics 'expunge"
                + " topics --create' makes. Settings of the service (expunge.*) stand in --properties too.",
        footer = {
            "  expunge run",
            "  expunge run --home /var/lib/expunge --broker-port 9092 --registry-port 8081 --http-port 9464",
            "  expunge run --bootstrap-servers kafka:9093 --registry-url https://registry \\",
            "              --properties service.properties"
        })
final class RunCommand extends BaseCommand {
    @Option(
            names = "--broker-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the embedded broker; 0 takes a free one. Other commands find it by --home.")
    private int brokerPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the embedded registry; 0 takes a free one.")
    private int registryPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Port of metrics (/metrics) and health (/health/live, /health/ready) on loopback; 0 takes a free"
                            + " one. Without it: what expunge.http.port in --properties says, which is off by default.")
    private Optional<Integer> httpPort = Optional.empty();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    private volatile Optional<ProcessorService> serving = Optional.empty();

    RunCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() {
        Path log = connection.home().resolve("expunge.log");
        Logging.toFile(log);
        StartedParts parts = new StartedParts();
        try (ShutdownHook hook = new ShutdownHook(() -> stop(parts))) {
            return serve(parts, log, hook);
        }
    }

    private ExitCode serve(StartedParts parts, Path log, ShutdownHook hook) {
        try (Installation installation = Installation.start(plan(), parts)) {
            serving = Optional.of(installation.service());
            announce(installation, log);
            Optional<Throwable> failure = installation.service().stopped().join();
            if (failure.isPresent()) {
                throw stopped(failure.get(), log);
            }
            return ExitCode.OK;
        } catch (RuntimeException failed) {
            throw hook.explain(failed);
        }
    }

    /** On a signal: hands over first, then waits for running jobs. */
    private void stop(StartedParts parts) {
        SecondSignal.endsTheProcess(terminal());
        serving.ifPresent(service -> terminal().print(farewell(service.openJobs(), service.stopPatience())));
        parts.close();
        terminal().print("Stopped.");
    }

    static String farewell(int jobs, Duration patience) {
        String waiting =
                jobs == 0 ? "" : " Running jobs have up to " + patience.toSeconds() + " s to send their results.";
        return "Stopping: the partitions are handed over." + waiting + " A second signal stops at once.";
    }

    /** What Kafka Streams says is where it was; what stopped it stands further in. */
    static CommandFailure stopped(Throwable failure, Path log) {
        FailureReport.Answer cause = FailureReport.answer(failure);
        boolean known = cause.exitCode() != ExitCode.DEFECT;
        return new CommandFailure(
                known ? cause.exitCode() : ExitCode.FAILED,
                "the processor stopped: " + (known ? cause.clause() : failure.getMessage()) + ". The log, " + log
                        + ", says more. Once the cause is gone, start it again; nothing is lost.",
                failure);
    }

    private Installation.Plan plan() {
        return new Installation.Plan(
                connection.home(),
                connection.store(),
                brokerPort,
                registryPort,
                connection.topics(),
                properties(),
                connection.namesCluster() ? List.of(connection.settings()) : List.of(),
                note -> terminal().note("expunge: " + note + " ..."));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(connection.fileProperties());
        httpPort.ifPresent(port -> properties.put("expunge.http.port", Integer.toString(port)));
        return properties;
    }

    private void announce(Installation installation, Path log) {
        ConnectionSettings settings = installation.connection().settings();
        terminal().print("Broker    " + settings.bootstrapServers());
        terminal().print("Registry  " + SensitiveSettings.withoutUserInfo(String.join(",", settings.registryUrls())));
        terminal().print("Topics    " + settings.topics().prefix() + "*");
        terminal().print("Store     " + connection.store());
        terminal().print("Log       " + log);
        terminal()
                .print("Metrics   "
                        + installation
                                .service()
                                .monitoringAddress()
                                .map(address -> address + "/metrics, health at " + address + "/health/ready")
                                .orElse("off; --http-port 9464 turns them on"));
        terminal().print("Running. Ctrl-C stops it.");
    }
}
