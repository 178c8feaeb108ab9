/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.artifact.ModelTraining;
import io.expunge.schemas.Topics;
import io.expunge.unlearning.corpus.Corpus;
import io.expunge.unlearning.corpus.SampleCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole way of a deletion request, before one's eyes. */
@Command(
        name = "demo",
        description =
                "Show the whole way of a deletion request with nothing to set up: start a broker, a registry and the"
                        + " processor, train a classifier, ask through Kafka for a class to be forgotten, and show the proof. Uses"
                        + " an invented newsroom unless you give data of your own.",
        footer = {
            "  expunge demo",
            "  expunge demo --data train.csv.gz --test-data test.csv.gz --remove-class sport",
            "  expunge demo --export /tmp/models     keep both versions' parameters for Python"
        })
final class DemoCommand extends BaseCommand {
    private static final long SEED = 1;
    private static final long STOPPING_SECONDS = 30;
    private static final String SAMPLE_CLASS = "science";

    @Option(
            names = "--data",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "Training documents (see 'expunge train --help'). Default: the invented newsroom.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--test-data",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "Documents held out, to judge by.")
    private Optional<Path> testData = Optional.empty();

    @Option(
            names = "--remove-class",
            paramLabel = "LABEL",
            showDefaultValue = Visibility.NEVER,
            description = "The class to forget. Default: science in the newsroom, else the first label of the file.")
    private Optional<String> removeClass = Optional.empty();

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            showDefaultValue = Visibility.NEVER,
            description = "Where everything lives, and stays. Default: a temporary directory, removed at the end.")
    private Optional<Path> home = Optional.empty();

    @Option(names = "--keep", description = "Keep the temporary directory.")
    private boolean keep;

    @Option(
            names = "--export",
            paramLabel = "DIR",
            showDefaultValue = Visibility.NEVER,
            description = "Write both versions' parameters (safetensors), terms and classes there, for other programs.")
    private Optional<Path> export = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object for programs instead of the story.")
    private boolean json;

    DemoCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() throws IOException {
        // What the user gave is read first: a broken file should not cost the start of a broker.
        DemoPlan plan = plan();
        Path place =
                home.isPresent() ? home.get().toAbsolutePath().normalize() : Files.createTempDirectory("expunge-demo-");
        boolean temporary = home.isEmpty() && !keep;
        StartedParts parts = new StartedParts();
        CountDownLatch finished = new CountDownLatch(1);
        try (ShutdownHook hook = new ShutdownHook(() -> tidyUp(parts, finished, temporary, place))) {
            return runIn(place, plan, parts, temporary, hook);
        } finally {
            finished.countDown();
        }
    }

    private ExitCode runIn(Path place, DemoPlan plan, StartedParts parts, boolean temporary, ShutdownHook hook) {
        Logging.toFile(place.resolve("expunge.log"));
        try {
            ExitCode end = run(plan, place, parts);
            removeIf(temporary, place);
            return end;
        } catch (RuntimeException failed) {
            if (!hook.isEnding()) {
                terminal().note("expunge: the demo's files are kept for a look: " + place);
            }
            throw hook.explain(failed);
        }
    }

    // Told to end: what is starting has to stop before its files can go.
    private static void tidyUp(StartedParts parts, CountDownLatch finished, boolean temporary, Path place) {
        parts.close();
        try {
            if (finished.await(STOPPING_SECONDS, TimeUnit.SECONDS)) {
                removeIf(temporary, place);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private ExitCode run(DemoPlan plan, Path place, StartedParts started) {
        DemoStory story = new DemoStory(terminal(), json);
        Installation.Plan parts = new Installation.Plan(
                place,
                new StorePlace.Directory(place.resolve("store")),
                0,
                0,
                Topics.withDefaultPrefix(),
                Map.of(),
                List.of(),
                note -> {});
        story.begin(plan);
        long start = System.nanoTime();
        try (Installation installation = Installation.start(parts, started)) {
            story.started(installation.connection().settings(), (System.nanoTime() - start) / 1e9);
            DemoResult result = new Demo(installation, plan, terminal(), story).run();
            Optional<Path> exported = export.map(Path::toAbsolutePath)
                    .or(() -> home.isPresent() || keep ? Optional.of(place.resolve("export")) : Optional.empty());
            exported.ifPresent(directory -> result.export(installation.store(), directory));
            story.end(result, exported, home.isPresent() || keep ? Optional.of(place) : Optional.empty());
            return result.forgotten() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private DemoPlan plan() throws IOException {
        ModelTraining recipe = new ModelTraining("demo", training.analysis(), training.settings());
        if (data.isEmpty()) {
            if (testData.isPresent()) {
                throw new CommandFailure(ExitCode.USAGE, "--test-data goes with --data.");
            }
            SampleCorpus.Split sample = SampleCorpus.generate(SEED, SampleCorpus.DOCUMENTS);
            return DemoPlan.of(
                    "an invented newsroom",
                    recipe,
                    sample.train(),
                    Optional.of(sample.test()),
                    removeClass.orElse(SAMPLE_CLASS));
        }
        Corpus train = CorpusFiles.readForTraining(data.get());
        Optional<Corpus> test = testData.isPresent() ? Optional.of(CorpusFiles.read(testData.get())) : Optional.empty();
        String label = removeClass.orElseGet(() -> train.documents().get(0).label());
        return DemoPlan.of(data.get().toString(), recipe, train, test, label);
    }

    private static void removeIf(boolean temporary, Path directory) {
        if (!temporary) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException stays) {
            // A temporary directory that cannot be read any more is the system's to clean.
        }
    }
}
