/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.ModelVersionPublished;
import io.expunge.processor.artifact.ModelArtifacts;
import io.expunge.store.ContentHash;
import io.expunge.store.ModelStore;
import io.expunge.unlearning.corpus.Document;
import io.expunge.unlearning.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Classifies texts with a published version. */
@Command(
        name = "predict",
        description = "Classify texts with a published version of a model, read from the model store.",
        footer = {
            "  expunge predict --model news \"The minister answered questions about the budget\"",
            "  expunge predict --model news --version 1 --file test.csv --json"
        })
final class PredictCommand extends BaseCommand {
    private static final int SHOWN = 3;

    @Option(
            names = "--model",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "MODEL",
            description = "The model's id.")
    private String model = "";

    @Option(
            names = "--version",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "Which version. Default: the newest.")
    private @Nullable Long version;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "Documents to classify, in the format that train reads.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object a text, with the probability of every class.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            showDefaultValue = Visibility.NEVER,
            description = "Texts to classify; quote each.")
    private List<String> texts = new ArrayList<>();

    PredictCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() throws IOException {
        if (texts.isEmpty() == file.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "give either texts or --file, and not both.");
        }
        List<String> names = new ArrayList<>();
        List<String> inputs = new ArrayList<>(texts);
        texts.forEach(text -> names.add(text));
        if (file.isPresent()) {
            for (Document document : CorpusFiles.read(file.get()).documents()) {
                names.add(document.id());
                inputs.add(document.text());
            }
        }
        ModelVersionPublished published = published();
        try (ModelStore store = connection.store().open()) {
            TrainedModel trained = ModelArtifacts.loadModel(store.open(new ContentHash(published.getContentHash())));
            show(names, trained, trained.probabilities(inputs), published.getVersion());
        }
        return ExitCode.OK;
    }

    private ModelVersionPublished published() {
        try (Connection connected = Connection.open(connection.settings())) {
            return PublishedVersions.one(connected, model, Optional.ofNullable(version));
        }
    }

    private void show(List<String> names, TrainedModel trained, DMatrixRMaj probabilities, long number) {
        for (int row = 0; row < names.size(); row++) {
            List<Scored> ranking = ranking(trained, probabilities, row);
            terminal().print(json ? line(names.get(row), ranking, number) : text(names.get(row), ranking));
        }
    }

    /** A class and its probability. */
    private record Scored(String label, double probability) {}

    private static List<Scored> ranking(TrainedModel trained, DMatrixRMaj probabilities, int row) {
        return IntStream.range(0, trained.labelSpace().size())
                .mapToObj(index -> new Scored(trained.labelSpace().name(index), probabilities.get(row, index)))
                .sorted(Comparator.comparingDouble(Scored::probability).reversed())
                .toList();
    }

    private static String text(String name, List<Scored> ranking) {
        StringBuilder line = new StringBuilder(ranking.get(0).label());
        line.append("  (");
        for (int place = 0; place < Math.min(SHOWN, ranking.size()); place++) {
            Scored scored = ranking.get(place);
            line.append(place == 0 ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s %.1f %%", scored.label(), 100 * scored.probability()));
        }
        return line.append(")  ").append(Words.shortened(name, 60)).toString();
    }

    private String line(String name, List<Scored> ranking, long number) {
        ObjectNode object = Json.object();
        object.put("input", name);
        object.put("modelId", model);
        object.put("version", number);
        object.put("class", ranking.get(0).label());
        ObjectNode all = object.putObject("probabilities");
        ranking.forEach(scored -> all.put(scored.label(), scored.probability()));
        return Json.line(object);
    }
}
