/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes bytes between clients and one local port, each bunch of them late by a chosen time. Thread-safe. */
final class SlowProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile long delayMillis;

    private SlowProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Starts on a free port. */
    static SlowProxy start(int target) throws IOException {
        SlowProxy proxy = new SlowProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        daemon("proxy", proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Bytes that arrive from now on are passed on so much later. */
    void delay(long milliseconds) {
        delayMillis = milliseconds;
    }

    /** Breaks every connection there is. */
    void cut() {
        open.forEach(SlowProxy::close);
        open.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                join(client);
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void join(Socket client) {
        try {
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            open.add(client);
            open.add(broker);
            daemon("proxy-up", () -> pass(client, broker));
            daemon("proxy-down", () -> pass(broker, client));
        } catch (IOException nobodyThere) {
            close(client);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Thread.sleep(delayMillis); // the fault itself
                out.write(buffer, 0, read);
            }
        } catch (IOException gone) {
            // The other direction ends too, below.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        close(from);
        close(to);
        open.remove(from);
        open.remove(to);
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // Closed is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException alreadyBroken) {
            // Closed is what was wanted.
        }
    }
}
