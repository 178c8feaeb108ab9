/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitoringServerTest {
    private static final MonitoringSettings LOOPBACK = new MonitoringSettings("127.0.0.1", OptionalInt.of(0), 10);

    private boolean ready = true;
    private String metrics = "expunge_up 1\n";
    private final MonitoringServer server =
            MonitoringServer.start(LOOPBACK, this::metrics, () -> health(true), () -> health(ready));
    private final HttpClient http = HttpClient.newHttpClient();

    private static Health health(boolean up) {
        return new Health(List.of(new HealthCheck("streams", up, "as the test wants")));
    }

    private String metrics() {
        if (metrics.isEmpty()) {
            throw new IllegalStateException("planted");
        }
        return metrics;
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create(server.address() + path);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    @Test
    void metricsAreWhatPrometheusReads() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(answer.body()).isEqualTo(metrics);
    }

    @Test
    void aServiceThatIsNotReadyAnswersWith503AndTheReason() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        ready = false;
        HttpResponse<String> answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).contains("\"DOWN\"").contains("as the test wants");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void whatCannotBeToldIsAnErrorAndNoStackTrace() throws Exception {
        metrics = "";
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("planted").doesNotContain("Exception");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void onlyReadingIsAllowed() throws Exception {
        assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
        assertThat(send("HEAD", "/metrics").statusCode()).isEqualTo(200);
        assertThat(send("HEAD", "/metrics").body()).isEmpty();
        assertThat(get("/etc/passwd").statusCode()).isEqualTo(404);
        assertThat(get("/").body()).contains("/health/ready");
    }

    @Test
    void aTakenPortIsNamedWithItsSetting() {
        MonitoringSettings same = new MonitoringSettings(
                "127.0.0.1", OptionalInt.of(server.address().getPort()), 10);
        assertThatThrownBy(() -> MonitoringServer.start(same, () -> "", () -> health(true), () -> health(true)))
                .isInstanceOf(MonitoringException.class)
                .hasMessageContaining(String.valueOf(server.address().getPort()))
                .hasMessageContaining("expunge.http.port");
    }

    @Test
    void anAddressThatIsNoneIsNamedWithItsSetting() {
        MonitoringSettings nowhere = new MonitoringSettings("no.such.host.invalid", OptionalInt.of(0), 10);
        assertThatThrownBy(() -> MonitoringServer.start(nowhere, () -> "", () -> health(true), () -> health(true)))
                .isInstanceOf(MonitoringException.class)
                .hasMessageContaining("no.such.host.invalid")
                .hasMessageContaining("expunge.http.address");
    }
}
