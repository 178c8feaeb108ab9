/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.processor.service.ProcessorConfiguration;
import io.expunge.processor.service.ProcessorService;
import io.expunge.processor.service.SteppedService;
import io.expunge.schemas.ConfluentSchemaRegistry;
import io.expunge.store.filesystem.FileSystemModelStore;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A processor in a process of its own, to be killed. Says {@code running}, {@code reached STEP} and {@code stopped CAUSE};
 * obeys {@code set STEP}, {@code release}, {@code jobs KIND}, {@code clock MILLISECONDS} and {@code close}.
 */
public final class ProcessorChild {
    static final String STORE = "fault.store";
    static final String REGISTRY = "fault.registry";
    static final String TRAP = "fault.trap";
    static final String TIMEOUT = "fault.timeout-ms";

    private ProcessorChild() {}

    /** @param arguments the file with its settings */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = settings(Path.of(arguments[0]));
        Trap trap = new Trap();
        Optional.ofNullable(settings.remove(TRAP)).map(Step::valueOf).ifPresent(trap::set);
        JobFaults faults = new JobFaults();
        try {
            ProcessorService service = start(settings, trap, faults);
            service.running().thenRun(() -> ChildMain.say("running"));
            service.stopped().thenAccept(ProcessorChild::end);
            ChildMain.obey(line -> obey(line, service, trap, faults));
        } catch (RuntimeException refused) {
            ChildMain.say("refused " + refused.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static ProcessorService start(Map<String, String> settings, Trap trap, JobFaults faults) {
        String registry = settings.remove(REGISTRY);
        Path store = Path.of(settings.remove(STORE));
        int timeout = Integer.parseInt(settings.remove(TIMEOUT));
        return SteppedService.start(
                ProcessorConfiguration.of(settings),
                new ConfluentSchemaRegistry(List.of(registry), Map.of()),
                Steps.around(FileSystemModelStore.open(store), trap),
                executor -> Steps.around(faults.around(executor), trap),
                commands -> Steps.around(commands, trap),
                hints -> Steps.around(hints, trap),
                new SteppedClients(trap, timeout),
                faults.clock());
    }

    private static Map<String, String> settings(Path file) throws java.io.IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    private static void obey(String line, ProcessorService service, Trap trap, JobFaults faults) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "SET" -> trap.set(Step.valueOf(words[1]));
            case "RELEASE" -> trap.release();
            case "JOBS" -> faults.set(JobFaults.Kind.valueOf(words[1]));
            case "CLOCK" -> faults.stepClock(Long.parseLong(words[1]));
            case "CLOSE" -> new Thread(service::close, "close").start();
            default -> throw new IllegalArgumentException("no such command: " + line);
        }
        ChildMain.say("obeyed " + line);
    }

    private static void end(Optional<Throwable> cause) {
        ChildMain.say("stopped " + cause.map(Throwable::toString).orElse("in order"));
        Runtime.getRuntime().halt(cause.isPresent() ? 1 : 0);
    }
}
