/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import java.io.IOException;
import java.nio.file.Path;

/** A process that starts a sandbox, says where, and holds it until its input ends or it is killed. */
final class SandboxHolder {
    private SandboxHolder() {}

    public static void main(String[] arguments) throws IOException {
        try {
            Sandbox sandbox = Sandbox.start(SandboxSettings.in(Path.of(arguments[0])));
            System.out.println(sandbox.registryProcess().pid());
            System.out.flush();
            System.in.read();
        } catch (SandboxException refused) {
            System.out.println(refused.reason() + ": " + refused.getMessage());
        }
        System.exit(0);
    }
}
