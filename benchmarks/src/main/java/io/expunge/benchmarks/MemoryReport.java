/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import io.expunge.processor.artifact.ModelTraining;
import io.expunge.store.ModelStore;
import io.expunge.store.filesystem.FileSystemModelStore;
import io.expunge.unlearning.ProgressMonitor;
import io.expunge.unlearning.features.Analysis;
import io.expunge.unlearning.method.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether unlearning keeps to its memory: the engine alone, and the processor, with a broker beside it, in a Java of its own
 * with a small heap that serves one removal from a model trained here.
 */
public final class MemoryReport {
    private static final int HEAP = Integer.getInteger("expunge.heap-mebibytes", 512);
    private static final int THREADS =
            Integer.getInteger("expunge.threads", Runtime.getRuntime().availableProcessors());

    private MemoryReport() {}

    /** Measures every set named, 20newsgroups when none is; ends with 1 when a removal did not hold. */
    public static void main(String[] arguments) throws Exception {
        List<DataSet> sets = arguments.length == 0
                ? List.of(DataSet.TWENTY_NEWSGROUPS)
                : Arguments.parse(arguments).sets();
        Machine machine = Machine.now();
        boolean held = true;
        for (DataSet set : sets) {
            EngineMemory engine = EngineMemory.measure(set, THREADS);
            System.out.println(engine.text());
            held &= engine.met() & serves(set);
        }
        System.out.println(machine.text());
        System.exit(held ? 0 : 1);
    }

    private static boolean serves(DataSet set) throws IOException, InterruptedException {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            String artifact = train(set, directory.path());
            Machine.progress("%s: broker and processor in %d MiB of heap", set.directory(), HEAP);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + HEAP + "m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--add-modules",
                    "jdk.incubator.vector"));
            System.getProperties().stringPropertyNames().stream()
                    .filter(name -> name.startsWith("processor.") || name.startsWith("expunge."))
                    .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), MemoryServing.class.getName()));
            command.addAll(List.of(set.directory(), artifact, directory.path().toString()));
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                System.out.printf("%s, broker and processor: DID NOT HOLD in %d MiB%n", set.directory(), HEAP);
            }
            return code == 0;
        }
    }

    private static String train(DataSet set, Path directory) throws IOException {
        Machine.progress("%s: training", set.directory());
        try (ModelStore store = FileSystemModelStore.open(Installation.store(directory))) {
            return new ModelTraining(
                            set.directory(),
                            Analysis.standard(),
                            TrainingSettings.standard().withParallelism(THREADS))
                    .train(set.corpus("train"), Optional.of(set.corpus("test")), store, ProgressMonitor.NONE)
                    .artifact()
                    .hex();
        }
    }
}
