/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.CardStatement;
import io.expunge.store.CardTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CardOptionsTest {
    @TempDir
    private Path directory;

    private static CardStatement statement(String... arguments) throws IOException {
        CardOptions options = new CardOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(arguments);
        return options.statement();
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("card.json"), content).toString();
    }

    @Test
    void withoutOptionsNothingIsStated() throws IOException {
        assertThat(statement()).isEqualTo(CardStatement.NONE);
    }

    @Test
    void theCommandLineOverrulesTheFile() throws IOException {
        String file = file("{\"purpose\": \"Sorts letters\", \"outOfScope\": \"Decisions about people\"}");

        assertThat(statement("--card", file, "--purpose", "Sorts reader letters")
                        .texts())
                .isEqualTo(Map.of(
                        CardTopic.PURPOSE, "Sorts reader letters", CardTopic.OUT_OF_SCOPE, "Decisions about people"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            textBlock =
                    """
            ['a'];                              is not a JSON object
            {'purpose': 'a'} {};                is not a JSON object
            {'purpose': 'a', 'purpose': 'b'};   is not a JSON object
            {'porpoise': 'a'};                  has 'porpoise', which no card has
            {'users': 3};                       has no text as 'users'
            {'users': ' '};                     'users' of the model card is empty
            """)
    void whatIsNoCardIsRefusedInWords(String content, String words) throws IOException {
        String file = file(content.replace('\'', '"'));

        assertThatThrownBy(() -> statement("--card", file))
                .asInstanceOf(InstanceOfAssertFactories.type(CommandFailure.class))
                .satisfies(refused -> {
                    assertThat(refused).hasMessageContaining(words).hasMessageContaining("card.json");
                    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
                });
    }

    @Test
    void bytesThatAreNoTextAreSaidSo() throws IOException {
        Path file = Files.write(directory.resolve("card.json"), new byte[] {'{', (byte) 0xff, '}'});

        assertThatThrownBy(() -> statement("--card", file.toString())).hasMessageContaining("is not UTF-8 text");
    }
}
