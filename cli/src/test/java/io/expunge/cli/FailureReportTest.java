/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.schemas.IncompatibleSchemaException;
import io.expunge.schemas.RegistryUnavailableException;
import io.expunge.schemas.SchemaNotFoundException;
import io.expunge.schemas.TopicAdministrationException;
import io.expunge.store.ModelStoreException;
import io.expunge.unlearning.corpus.CorpusFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReportTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new CommandFailure(ExitCode.TIMED_OUT, "too late"), ExitCode.TIMED_OUT, "too late"),
                Arguments.of(CorpusFormatException.at("f.csv", 7, "is odd"), ExitCode.BAD_INPUT, "f.csv, line 7"),
                Arguments.of(new NoSuchFileException("f.csv"), ExitCode.BAD_INPUT, "f.csv does not exist"),
                Arguments.of(new AccessDeniedException("f.csv"), ExitCode.BAD_INPUT, "f.csv may not be read"),
                Arguments.of(new UncheckedIOException(new IOException("torn")), ExitCode.BAD_INPUT, "torn"),
                Arguments.of(new ModelStoreException.ArtifactMissing("abc"), ExitCode.STORE, "abc"),
                Arguments.of(new ModelStoreException.ArtifactCorrupt("abc", "x", "y"), ExitCode.STORE, "abc"),
                Arguments.of(new RegistryUnavailableException("registry down"), ExitCode.UNREACHABLE, "registry down"),
                Arguments.of(new SchemaNotFoundException("no such schema"), ExitCode.FAILED, "no such schema"),
                Arguments.of(new IncompatibleSchemaException("s", "because"), ExitCode.FAILED, "because"),
                Arguments.of(
                        new TopicAdministrationException("cannot list", new TimeoutException("slow")),
                        ExitCode.UNREACHABLE,
                        "cannot list"),
                Arguments.of(
                        new TopicAdministrationException("cannot make", new KafkaException("no")),
                        ExitCode.FAILED,
                        "cannot make"),
                Arguments.of(new TimeoutException("30 s passed"), ExitCode.UNREACHABLE, "bootstrap servers"),
                Arguments.of(new SaslAuthenticationException("bad password"), ExitCode.UNREACHABLE, "bad password"),
                Arguments.of(new TopicAuthorizationException("topic t"), ExitCode.FAILED, "topics acls"),
                Arguments.of(GroupAuthorizationException.forGroupId("g"), ExitCode.FAILED, "the consumer group g"),
                Arguments.of(new TransactionalIdAuthorizationException("t"), ExitCode.FAILED, "its transactional id"),
                Arguments.of(
                        new StreamsException("s", new TopicAuthorizationException(Set.of("b", "a"))),
                        ExitCode.FAILED,
                        "topic a, b"),
                Arguments.of(
                        new TopicAdministrationException("cannot ask", new SaslAuthenticationException("no")),
                        ExitCode.UNREACHABLE,
                        "sasl.jaas.config"),
                Arguments.of(
                        new KafkaException("wrapper", new ConfigException("no such key")),
                        ExitCode.USAGE,
                        "no such key"),
                Arguments.of(new OutOfMemoryError("heap"), ExitCode.FAILED, "EXPUNGE_HEAP"),
                Arguments.of(new IllegalStateException("odd"), ExitCode.DEFECT, "--debug"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyKindOfFailureHasItsCodeAndItsSentence(Throwable failure, ExitCode exitCode, String words) {
        FailureReport.Answer answer = FailureReport.answer(failure);

        assertThat(answer.exitCode()).isEqualTo(exitCode);
        assertThat(answer.sentence()).contains(words);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void wrappersDoNotHideWhatHappened(Throwable failure, ExitCode exitCode, String words) {
        Throwable wrapped = new CompletionException(new ExecutionException(failure));

        assertThat(FailureReport.answer(wrapped).exitCode()).isEqualTo(exitCode);
    }

    @Property(seed = Seeds.PROPERTY, tries = 50)
    void causesWithoutEndComeToAnEnd(@ForAll @IntRange(min = 1, max = 30) int depth) {
        Throwable inner = new IllegalStateException("innermost");
        Throwable outer = inner;
        for (int i = 0; i < depth; i++) {
            outer = new IllegalStateException("level " + i, outer);
        }
        if (depth % 2 == 0) {
            inner.initCause(outer);
        }

        assertThat(FailureReport.answer(outer).exitCode()).isEqualTo(ExitCode.DEFECT);
    }

    @Test
    void aProcessorThatStopsNamesWhatStoppedIt() {
        Throwable cause = new RegistryUnavailableException("the schema registry at x cannot be reached");
        Throwable failure = new StreamsException("Exception caught in process. taskId=0_0", cause);

        CommandFailure told = RunCommand.stopped(failure, Path.of("a.log"));

        assertThat(told.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(told).hasMessageContaining("cannot be reached").hasMessageContaining("a.log");
        assertThat(RunCommand.stopped(
                        new StreamsException("s", new SaslAuthenticationException("no")), Path.of("a.log")))
                .hasMessageContaining("sasl.jaas.config")
                .hasMessageContaining("a.log")
                .message()
                .doesNotContain("..");
        assertThat(RunCommand.stopped(new StreamsException("odd"), Path.of("a.log")))
                .hasMessageContaining("odd")
                .extracting(CommandFailure::exitCode)
                .isEqualTo(ExitCode.FAILED);
    }
}
