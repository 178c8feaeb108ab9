/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics and health over HTTP, for reading only and without authentication: bind it to where only those may come who
 * may know. Thread-safe.
 */
public final class MonitoringServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MonitoringServer.class);
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String INDEX = "/metrics\n/health/live\n/health/ready\n";

    private final HttpServer server;
    private final ExecutorService executor;
    private final Map<String, Supplier<Answer>> pages;

    /** What a client gets. */
    private record Answer(int status, String type, String body) {}

    private MonitoringServer(HttpServer server, ExecutorService executor, Map<String, Supplier<Answer>> pages) {
        this.server = server;
        this.executor = executor;
        this.pages = pages;
    }

    /**
     * Starts to listen.
     *
     * @param settings where; its port must be present
     * @param metrics in Prometheus' text format
     * @throws MonitoringException if the address or port cannot be had
     */
    public static MonitoringServer start(
            MonitoringSettings settings, Supplier<String> metrics, Supplier<Health> live, Supplier<Health> ready) {
        boundPatience();
        ExecutorService executor = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "expunge-http");
            thread.setDaemon(true);
            return thread;
        });
        Map<String, Supplier<Answer>> pages = Map.of(
                "/", () -> new Answer(200, TEXT, INDEX),
                "/metrics", () -> new Answer(200, METRICS, metrics.get()),
                "/health/live", () -> answer(live.get()),
                "/health/ready", () -> answer(ready.get()));
        MonitoringServer started = new MonitoringServer(listen(settings), executor, pages);
        started.server.setExecutor(executor);
        started.server.createContext("/", started::handle);
        started.server.start();
        return started;
    }

    /** A client that sends or reads nothing must not keep a thread; who sets these himself knows better. */
    private static void boundPatience() {
        for (String property : new String[] {"sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime"}) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, "10");
            }
        }
    }

    private static HttpServer listen(MonitoringSettings settings) {
        int port = settings.port().orElseThrow();
        try {
            InetSocketAddress address = new InetSocketAddress(settings.address(), port);
            if (address.isUnresolved()) {
                throw new MonitoringException(
                        "expunge.http.address is '" + settings.address()
                                + "', which is no address of this machine; 127.0.0.1 is for this machine only, 0.0.0.0 for all.");
            }
            return HttpServer.create(address, BACKLOG);
        } catch (IOException refused) {
            throw new MonitoringException(
                    "metrics and health cannot be served at " + settings.address() + ":" + port + ": "
                            + refused.getMessage()
                            + ". Choose another expunge.http.port (0 takes a free one), or check expunge.http.address.",
                    refused);
        }
    }

    private static Answer answer(Health health) {
        return new Answer(health.isUp() ? 200 : 503, JSON, health.toJson());
    }

    // Whatever breaks while answering must end as an answer: the JDK's server would drop the connection without a word.
    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean head = method.equals("HEAD");
            if (!head && !method.equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, new Answer(405, TEXT, "only GET and HEAD\n"), false);
                return;
            }
            send(exchange, page(exchange.getRequestURI().getPath()), head);
        }
    }

    private Answer page(String path) {
        Supplier<Answer> page = pages.getOrDefault(path, () -> new Answer(404, TEXT, "there is\n" + INDEX));
        try {
            return page.get();
        } catch (RuntimeException broken) {
            LOG.warn("{} cannot be told", path, broken);
            return new Answer(500, TEXT, "failed; the service's log says why\n");
        }
    }

    private static void send(HttpExchange exchange, Answer answer, boolean head) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Where it is reached. */
    public URI address() {
        InetSocketAddress bound = server.getAddress();
        String host = bound.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
