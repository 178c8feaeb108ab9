/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * An S3 server (S3Proxy, objects in memory, signatures checked) in a JVM of its own that dies with this one. One serves all
 * tests of a JVM, each in a bucket of its own.
 */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "test-access-key";
    public static final String SECRET_KEY = "test-secret-key";

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final URI endpoint;

    private S3Server(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** The one that this JVM's tests share. */
    public static S3Server shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        static final S3Server SERVER = start();
    }

    /** Starts one and returns when it answers. */
    public static S3Server start() {
        for (int attempt = 1; ; attempt++) {
            Optional<S3Server> started = tryToStart();
            if (started.isPresent()) {
                return started.get();
            }
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("the S3 server did not start; its log is in " + directory());
            }
        }
    }

    // The free port may be taken by another before the server has it.
    private static Optional<S3Server> tryToStart() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI endpoint = URI.create("http://127.0.0.1:" + free.getLocalPort());
            free.close();
            S3Server server = new S3Server(launch(endpoint), endpoint);
            if (server.answers()) {
                return Optional.of(server);
            }
            server.close();
            return Optional.empty();
        } catch (IOException failed) {
            throw new IllegalStateException("the S3 server could not be started", failed);
        }
    }

    private static Process launch(URI endpoint) throws IOException {
        Path jar = directory().resolve("s3proxy.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("no S3 server in " + jar + "; Maven puts it there");
        }
        Path settings = directory().resolve("s3proxy-" + endpoint.getPort() + ".properties");
        Files.writeString(settings, settings(endpoint));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ownCode() + File.pathSeparator + jar,
                        S3ServerLauncher.class.getName(),
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory()
                        .resolve("s3proxy-" + endpoint.getPort() + ".log")
                        .toFile())
                .start();
    }

    private static String settings(URI endpoint) {
        return String.join(
                "\n",
                "s3proxy.endpoint=" + endpoint,
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + ACCESS_KEY,
                "s3proxy.credential=" + SECRET_KEY,
                "jclouds.provider=transient-nio2",
                "jclouds.identity=none",
                "jclouds.credential=none");
    }

    private boolean answers() {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(endpoint).build();
        long giveUp = System.nanoTime() + DEADLINE.toNanos();
        try {
            while (!process.waitFor(50, TimeUnit.MILLISECONDS) && System.nanoTime() < giveUp) {
                try {
                    http.send(request, BodyHandlers.discarding());
                    return true;
                } catch (IOException notYet) {
                    // It is still starting.
                }
            }
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path directory() {
        return ownCode().resolveSibling("s3proxy");
    }

    private static Path ownCode() {
        try {
            return Path.of(S3Server.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Its address. */
    public URI endpoint() {
        return endpoint;
    }

    /** How it is reached. */
    public S3Settings settings() {
        return new S3Settings(Optional.of(endpoint), Optional.empty(), true);
    }

    /** A client with its credentials. */
    public S3Client client() {
        return clients().build();
    }

    /** What makes such clients. */
    public S3ClientBuilder clients() {
        return S3Clients.builder(settings())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)));
    }

    /** Makes a new, empty bucket. */
    public S3Location newBucket() {
        String name = "test-" + UUID.randomUUID();
        try (S3Client client = client()) {
            client.createBucket(request -> request.bucket(name));
        }
        return new S3Location(name, "");
    }

    /** A place of its own in a new bucket. */
    public S3Location newPlace() {
        return new S3Location(newBucket().bucket(), "models/of/team-a/");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
