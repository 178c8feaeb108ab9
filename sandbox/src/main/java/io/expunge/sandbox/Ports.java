/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.sandbox;

import io.expunge.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Ports on loopback. Stateless. */
final class Ports {
    /** The one address everything of the sandbox listens on. */
    static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    /**
     * A port to listen on: the one asked for, checked, or a free one for 0. Another process may take it before it is
     * used; who asked for 0 should then ask again.
     */
    static int choose(int wanted, String what) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), wanted), 1);
            return socket.getLocalPort();
        } catch (IOException taken) {
            throw inUse(wanted, what, taken);
        }
    }

    static SandboxException inUse(int port, String what, @Nullable Throwable cause) {
        return new SandboxException(
                Reason.PORT_IN_USE,
                "port " + port + " on " + LOOPBACK + ", wanted for the " + what
                        + ", is in use; stop what listens there, or ask for another port (0 takes a free one)",
                cause);
    }

    /** {@link #LOOPBACK} as an address. */
    static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
