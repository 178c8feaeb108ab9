/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import io.expunge.store.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Whose signatures count. */
final class TrustOptions {
    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description =
                    "A PEM file with a public key that may sign; may be given several times. Get it from the operator by"
                            + " another way than the rest. Without it any key is taken, and which one is told.")
    private List<Path> files = new ArrayList<>();

    /** The keys; empty for any. */
    Set<VerificationKey> keys() {
        Set<VerificationKey> keys = new HashSet<>();
        files.forEach(file -> keys.add(read(file)));
        return keys;
    }

    private static VerificationKey read(Path file) {
        try {
            return VerificationKey.ofPem(Files.readString(file));
        } catch (IOException missing) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--public-key: " + file + " cannot be read; check the path.", missing);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--public-key: " + file + " holds no Ed25519 public key in PEM; 'expunge audit key' writes one.",
                    wrong);
        }
    }
}
