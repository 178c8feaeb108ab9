/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.processor.artifact.ErasedRows;
import io.expunge.processor.artifact.ModelTraining;
import io.expunge.store.HonouredDeletions;
import io.expunge.store.ModelStore;
import io.expunge.unlearning.corpus.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a classifier and has it published. */
@Command(
        name = "train",
        description = "Train a document classifier from a file and have the processor publish it as the model's next"
                + " version. The file is CSV with the header document_id,label,text and optionally subject, or JSON Lines"
                + " with the same names; gzip is welcome.",
        footer = {
            "  expunge train --model news --data train.csv.gz --test-data test.csv.gz",
            "  expunge train --model news --data train.jsonl --purpose \"Sorts reader letters\"     for the model card",
            "  expunge train --model news --data train.jsonl --no-register     only into the store"
        })
final class TrainCommand extends BaseCommand {
    @Option(
            names = "--model",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "MODEL",
            description = "The model's id.")
    private String model = "";

    @Option(
            names = "--data",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "FILE",
            description = "Training documents.")
    private Path data = Path.of("");

    @Option(
            names = "--test-data",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "Documents held out, by which accuracy is judged now and after every removal.")
    private Optional<Path> testData = Optional.empty();

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Mixin
    private final ErasedOption erased = new ErasedOption();

    private ErasedGuard guard = new ErasedGuard(Optional.empty());

    @Mixin
    private final CardOptions card = new CardOptions();

    @Option(names = "--no-register", description = "Only put the artifact into the store.")
    private boolean storeOnly;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "2m",
            converter = DurationText.class,
            description = "How long to wait for the processor to publish it.")
    private Duration timeout = Duration.ofMinutes(2);

    @Option(names = "--json", description = "Print one JSON object for programs.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    TrainCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode execute() throws IOException {
        ModelTraining plan = new ModelTraining(model, training.analysis(), training.settings(), card.statement());
        if (storeOnly) {
            try (ModelStore store = connection.store().open()) {
                report(train(plan, store, HonouredKnowledge.of(store, model)), OptionalLong.empty());
            }
            return ExitCode.OK;
        }
        // The connection comes first: better no answer now than after minutes of training.
        try (Connection connected = Connection.open(connection.settings());
                ModelStore store = connection.store().open()) {
            HonouredDeletions honoured = HonouredKnowledge.of(connected, store, model);
            ModelTraining.Outcome outcome = train(plan, store, honoured);
            long version = Registration.register(connected, store, model, outcome.artifact(), timeout);
            report(outcome, OptionalLong.of(version));
        }
        return ExitCode.OK;
    }

    private ModelTraining.Outcome train(ModelTraining plan, ModelStore store, HonouredDeletions honoured)
            throws IOException {
        Corpus train = CorpusFiles.readForTraining(data);
        Optional<Corpus> test = testData.isPresent() ? Optional.of(CorpusFiles.read(testData.get())) : Optional.empty();
        guard = new ErasedGuard(store.keys().find(model).map(key -> new ErasedRows(key, honoured)));
        guard.look(data, train);
        test.ifPresent(held -> guard.look(testData.orElseThrow(), held));
        if (!guard.foundNothing()) {
            refuseOrSay();
            train = trainable(guard.kept(data, train));
            test = test.flatMap(held -> guard.kept(testData.orElseThrow(), held));
        }
        ModelTraining.Outcome outcome;
        try (Progress progress = new Progress(terminal())) {
            outcome = plan.train(train, test, store, progress);
        }
        if (!outcome.unjudged().isEmpty()) {
            terminal()
                    .note(outcome.unjudged().size()
                            + " test documents have labels the model does not know and were left" + " out, '"
                            + outcome.unjudged().get(0).label() + "' for example.");
        }
        return outcome;
    }

    private void refuseOrSay() {
        guard.lines().forEach(terminal()::note);
        if (erased.drops()) {
            terminal().note("Left out: " + guard.summary() + ", which the model was told to forget.");
            return;
        }
        if (json) {
            ObjectNode object = Json.object();
            object.put("modelId", model);
            object.set("erased", guard.json());
            terminal().print(Json.line(object));
        }
        throw new CommandFailure(
                ExitCode.FAILED,
                "model '" + model + "' was told to forget " + guard.summary()
                        + ". Take them out, or train without them:"
                        + " --erased drop. A class may come in again after 'expunge reinstate-class'.");
    }

    private Corpus trainable(Optional<Corpus> left) {
        String source = data + ", without what was erased";
        Corpus corpus = left.orElseThrow(
                () -> new CommandFailure(ExitCode.BAD_INPUT, source + ": no document is left to learn from."));
        CorpusFiles.requireTrainable(corpus, source);
        return corpus;
    }

    private void report(ModelTraining.Outcome outcome, OptionalLong version) {
        if (json) {
            terminal().print(Json.line(asJson(outcome, version)));
            return;
        }
        terminal()
                .print(String.format(
                        Locale.ROOT,
                        "Trained '%s' on %,d documents: %d classes, %,d terms, within %.1e of the exact optimum%s.",
                        model,
                        outcome.documents(),
                        outcome.result().model().labelSpace().size(),
                        outcome.result().model().vectoriser().features(),
                        outcome.result().certificate().relativeDistanceBound(),
                        outcome.accuracy()
                                .map(value -> String.format(Locale.ROOT, ", test accuracy %.4f", value))
                                .orElse("")));
        terminal().print("Artifact " + outcome.artifact() + " in " + connection.store());
        version.ifPresent(number -> terminal().print("Published as version " + number + "."));
    }

    private ObjectNode asJson(ModelTraining.Outcome outcome, OptionalLong version) {
        ObjectNode object = Json.object();
        object.put("modelId", model);
        object.put("contentHash", outcome.artifact().hex());
        object.put("documents", outcome.documents());
        object.set("classes", Json.node(outcome.result().model().labelSpace().classes()));
        object.put("terms", outcome.result().model().vectoriser().features());
        object.put("relativeDistanceBound", outcome.result().certificate().relativeDistanceBound());
        object.set("testAccuracy", Json.node(outcome.accuracy().orElse(null)));
        object.set("version", Json.node(version.isPresent() ? version.getAsLong() : null));
        object.set("erased", guard.json());
        return object;
    }
}
