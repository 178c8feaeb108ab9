/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.processor.service.ObjectStoreSettings;
import io.expunge.store.ModelStore;
import io.expunge.store.filesystem.FileSystemModelStore;
import io.expunge.store.s3.S3Location;
import io.expunge.store.s3.S3ModelStore;
import io.expunge.store.s3.S3Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the model store is. The text of one is what {@code --store} takes. */
sealed interface StorePlace {

    /** Opens the store there, and makes it one if nothing is there. */
    ModelStore open();

    /** Opens the store there if there is one, and makes none. */
    Optional<ModelStore> openIfPresent();

    /** A directory of this machine, or one it shares with others. */
    record Directory(Path path) implements StorePlace {
        @Override
        public ModelStore open() {
            return FileSystemModelStore.open(path);
        }

        @Override
        public Optional<ModelStore> openIfPresent() {
            return Files.exists(path.resolve("store.json")) ? Optional.of(open()) : Optional.empty();
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A bucket, or a part of one. */
    record ObjectStore(S3Location location, S3Settings settings) implements StorePlace {
        @Override
        public ModelStore open() {
            return S3ModelStore.open(location, settings);
        }

        @Override
        public Optional<ModelStore> openIfPresent() {
            return S3ModelStore.openIfPresent(location, settings);
        }

        @Override
        public String toString() {
            return location.toString();
        }
    }

    /**
     * Reads what the command line names.
     *
     * @param settings how an object store is reached
     * @throws CommandFailure if it is no place
     */
    static StorePlace parse(String text, ObjectStoreSettings settings) {
        if (!S3Location.isMeant(text)) {
            return new Directory(Path.of(text).toAbsolutePath().normalize());
        }
        try {
            return new ObjectStore(
                    S3Location.parse(text),
                    new S3Settings(settings.endpoint(), settings.region(), settings.bucketInPath()));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, "--store: " + wrong.getMessage() + ".", wrong);
        }
    }
}
