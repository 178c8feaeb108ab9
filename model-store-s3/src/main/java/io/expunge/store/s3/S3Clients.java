/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes clients that talk to Amazon and to those who speak its language. Stateless. */
final class S3Clients {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private S3Clients() {}

    static S3Client open(S3Settings settings) {
        return builder(settings).build();
    }

    /** What {@link #open} builds, for whoever wants it another way. */
    static S3ClientBuilder builder(S3Settings settings) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD))
                // Every write carries its MD5, which all servers check; the newer checksums not all of them know.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                .forcePathStyle(settings.pathStyle());
        settings.endpoint().ifPresent(builder::endpointOverride);
        region(settings).map(Region::of).ifPresent(builder::region);
        return builder;
    }

    // Other servers have one region, which their clients call by the name of Amazon's first.
    private static Optional<String> region(S3Settings settings) {
        boolean elsewhere = settings.endpoint().isPresent() && System.getenv("AWS_REGION") == null;
        return settings.region().or(() -> elsewhere ? Optional.of("us-east-1") : Optional.empty());
    }
}
