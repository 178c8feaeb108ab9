/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import io.expunge.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK's {@code keytool} as a child process: the JDK has no public way to sign a certificate. Stateless. */
final class Keytool {
    /** The password goes through the environment: command lines are there for everybody to read. */
    private static final String PASSWORD_VARIABLE = "EXPUNGE_KEYTOOL_PASSWORD";

    private static final List<String> START_QUICKLY = List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC");

    private Keytool() {}

    /**
     * Runs it to its end.
     *
     * @param options options without blanks in their values, separated by blanks
     * @param values what follows them, as it is
     */
    static void run(String password, String options, String... values) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(START_QUICKLY);
        command.addAll(List.of(options.split(" ", -1)));
        command.addAll(List.of(values));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass:env", PASSWORD_VARIABLE));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD_VARIABLE, password);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new SandboxException(Reason.TLS_FAILED, "keytool " + options + " failed: " + said.strip());
            }
        } catch (IOException refused) {
            throw new SandboxException(
                    Reason.TLS_FAILED,
                    command.get(0) + " cannot be run (" + refused.getMessage() + "); use a whole JDK",
                    refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SandboxException(Reason.TLS_FAILED, "interrupted while keytool ran", interrupted);
        }
    }
}
