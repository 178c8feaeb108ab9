/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.s3.S3Location;
import io.expunge.store.s3.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

    @Test
    void aStoreIsADirectoryUnlessItIsWrittenAsABucket() {
        assertThat(options().store()).isInstanceOf(StorePlace.Directory.class);
        assertThat(options("--store", "a/../s3").store())
                .isEqualTo(new StorePlace.Directory(Path.of("s3").toAbsolutePath()));
        assertThat(options("--store", "s3://models/expunge/").store()).hasToString("s3://models/expunge");
        assertThatThrownBy(() -> options("--store", "s3://Models").store())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--store")
                .hasMessageContaining("lower-case");
    }

    @Test
    void theFileSaysWhichObjectStore() throws IOException {
        String file = file("expunge.store.s3.endpoint=https://objects.example.com\nexpunge.store.s3.region=eu-1");

        assertThat(options("--store", "s3://models", "--properties", file).store())
                .isEqualTo(new StorePlace.ObjectStore(
                        new S3Location("models", ""),
                        new S3Settings(
                                Optional.of(URI.create("https://objects.example.com")), Optional.of("eu-1"), true)));
        assertThat(options("--store", "s3://models").store())
                .isEqualTo(new StorePlace.ObjectStore(new S3Location("models", ""), S3Settings.amazon()));
        String wrong = file("expunge.store.s3.endpoint=objects.example.com");
        assertThatThrownBy(() ->
                        options("--store", "s3://models", "--properties", wrong).store())
                .hasMessageContaining("expunge.store.s3.endpoint")
                .hasMessageContaining("'objects.example.com'");
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("expunge.properties"), content)
                .toString();
    }

    private static String prefix(String... arguments) {
        return options(arguments).topics().prefix();
    }

    private static ConnectionOptions options(String... arguments) {
        ConnectionOptions options = new ConnectionOptions();
        new CommandLine(new Holder(options)).parseArgs(arguments);
        return options;
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
