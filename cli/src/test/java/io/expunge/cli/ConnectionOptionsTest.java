/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConnectionOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void theOptionComesBeforeTheFileAndTheFileBeforeTheDefault() throws IOException {
        String file = file("expunge.topic-prefix=privacy.");

        assertThat(prefix()).isEqualTo("expunge.");
        assertThat(prefix("--properties", file)).isEqualTo("privacy.");
        assertThat(prefix("--properties", file, "--topic-prefix", "legal.")).isEqualTo("legal.");
    }

    @Test
    void aBadPrefixIsBlamedOnWhereItStands() throws IOException {
        String file = file("expunge.topic-prefix=a/b");

        assertThatThrownBy(() -> prefix("--properties", file))
                .hasMessageContaining("expunge.topic-prefix in --properties");
        assertThatThrownBy(() -> prefix("--topic-prefix", "a/b")).hasMessageContaining("--topic-prefix");
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("expunge.properties"), content)
                .toString();
    }

    private static String prefix(String... arguments) {
        ConnectionOptions options = new ConnectionOptions();
        new CommandLine(new Holder(options)).parseArgs(arguments);
        return options.topics().prefix();
    }

    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        private final ConnectionOptions options;

        Holder(ConnectionOptions options) {
            this.options = options;
        }
    }
}
