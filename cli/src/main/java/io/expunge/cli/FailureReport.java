/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.rebuild.RebuildException;
import io.expunge.processor.service.ConfigurationException;
import io.expunge.processor.service.StartUpException;
import io.expunge.sandbox.SandboxException;
import io.expunge.schemas.RegistryUnavailableException;
import io.expunge.schemas.SchemaRegistryException;
import io.expunge.schemas.TopicAdministrationException;
import io.expunge.store.ModelStoreException;
import io.expunge.unlearning.corpus.CorpusFormatException;
import io.expunge.unlearning.features.EmptyVocabularyException;
import io.expunge.unlearning.method.NotConvergedException;
import io.expunge.unlearning.method.TooFewClassesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The one place where an exception becomes a sentence and an exit code. A stack trace appears only on request: it says
 * nothing to the person who can put the matter right.
 */
final class FailureReport {
    private final Terminal terminal;

    FailureReport(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What a user sees and a script gets. */
    record Answer(ExitCode exitCode, String sentence) {
        /** The sentence without its full stop, for a place inside of another. */
        String clause() {
            return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        }
    }

    /** A command line that makes no sense. */
    int usage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        say(String.valueOf(wrong.getMessage()));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, terminal.err())) {
            String name = command.getCommandSpec().qualifiedName();
            terminal.note("Run '" + name + " --help' to see what it takes.");
        }
        return ExitCode.USAGE.number();
    }

    /** A command that broke off. */
    int execution(Exception failure, CommandLine command, ParseResult arguments) {
        Answer answer = answer(failure);
        say(answer.sentence());
        if (debug(arguments)) {
            failure.printStackTrace(terminal.err());
            terminal.err().flush();
        }
        return answer.exitCode().number();
    }

    private void say(String sentence) {
        terminal.out().flush();
        terminal.note("expunge: " + sentence);
    }

    private static boolean debug(ParseResult arguments) {
        ParseResult innermost = arguments;
        while (innermost.hasSubcommand()) {
            innermost = innermost.subcommand();
        }
        return innermost.hasMatchedOption("--debug") || GlobalOptions.debugByEnvironment();
    }

    /** The first cause that this program knows how to explain, from the outside in. */
    static Answer answer(Throwable failure) {
        return failure instanceof CommandFailure known
                ? new Answer(known.exitCode(), String.valueOf(known.getMessage()))
                : SecurityFailure.explain(failure).orElseGet(() -> firstKnown(failure));
    }

    private static Answer firstKnown(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .flatMap(cause -> explain(cause).stream())
                .findFirst()
                .orElseGet(() -> defect(failure));
    }

    private static Optional<Answer> explain(Throwable failure) {
        if (failure instanceof CommandFailure known) {
            return answer(known.exitCode(), known);
        }
        if (failure instanceof CorpusFormatException || failure instanceof EmptyVocabularyException) {
            return answer(ExitCode.BAD_INPUT, failure);
        }
        if (failure instanceof TooFewClassesException || failure instanceof NotConvergedException) {
            return answer(ExitCode.BAD_INPUT, failure);
        }
        if (failure instanceof SandboxException) {
            return answer(ExitCode.UNREACHABLE, failure);
        }
        if (failure instanceof ConfigurationException) {
            return answer(ExitCode.USAGE, failure);
        }
        if (failure instanceof StartUpException || failure instanceof RebuildException) {
            return answer(ExitCode.FAILED, failure);
        }
        if (failure instanceof ModelStoreException) {
            return answer(ExitCode.STORE, failure);
        }
        if (failure instanceof SchemaRegistryException) {
            boolean unreachable = failure instanceof RegistryUnavailableException;
            return answer(unreachable ? ExitCode.UNREACHABLE : ExitCode.FAILED, failure);
        }
        return failure instanceof KafkaException || failure instanceof TopicAdministrationException
                ? explainKafka(failure)
                : explainSystem(failure);
    }

    private static Optional<Answer> explainKafka(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof TopicAdministrationException) {
            boolean unreachable =
                    cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException;
            return answer(unreachable ? ExitCode.UNREACHABLE : ExitCode.FAILED, failure);
        }
        if (failure instanceof ConfigException) {
            return answer(ExitCode.USAGE, "a Kafka client setting is wrong: " + failure.getMessage());
        }
        if (failure instanceof TimeoutException) {
            return answer(
                    ExitCode.UNREACHABLE,
                    "the Kafka brokers do not answer as they should: " + failure.getMessage()
                            + " Check the bootstrap servers and the security settings in --properties.");
        }
        return Optional.empty();
    }

    private static Optional<Answer> explainSystem(Throwable failure) {
        if (failure instanceof NoSuchFileException missing) {
            return answer(ExitCode.BAD_INPUT, missing.getFile() + " does not exist; check the path.");
        }
        if (failure instanceof AccessDeniedException denied) {
            return answer(ExitCode.BAD_INPUT, denied.getFile() + " may not be read or written by this user.");
        }
        if (failure instanceof FileSystemException broken) {
            return answer(ExitCode.BAD_INPUT, broken.getFile() + " cannot be used: " + broken.getReason() + ".");
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            return answer(ExitCode.BAD_INPUT, "reading or writing failed: " + failure.getMessage());
        }
        return failure instanceof OutOfMemoryError
                ? answer(
                        ExitCode.FAILED,
                        "out of memory (" + Runtime.getRuntime().maxMemory() / (1 << 20)
                                + " MiB of heap). Give it more, for example: EXPUNGE_HEAP=2g ./expunge ...")
                : Optional.empty();
    }

    private static Optional<Answer> answer(ExitCode exitCode, Throwable failure) {
        return answer(exitCode, String.valueOf(failure.getMessage()));
    }

    private static Optional<Answer> answer(ExitCode exitCode, String sentence) {
        return Optional.of(new Answer(exitCode, sentence));
    }

    private static Answer defect(Throwable failure) {
        return new Answer(
                ExitCode.DEFECT,
                "this should not have happened: " + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                        + ". Run it again with --debug and report what it shows.");
    }
}
