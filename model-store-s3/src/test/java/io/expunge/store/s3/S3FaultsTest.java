/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.objects.Bucket;
import io.expunge.store.objects.Bucket.Access;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

class S3FaultsTest {
    private static final S3Server SERVER = S3Server.shared();

    private static Bucket bucket(S3ClientBuilder builder) {
        return new S3Bucket(builder.build(), SERVER.newPlace());
    }

    private static Bucket over(BadConnection connection) {
        return bucket(SERVER.clients().httpClientBuilder(null).httpClient(connection));
    }

    @Test
    void aWriteWhoseAnswerWasLostIsStillOurs() {
        try (Bucket bucket = over(new BadConnection(BadConnection.Fault.ANSWER_LOST, 1))) {
            assertThat(bucket.createIfAbsent("a", new byte[] {1}, Access.STORE)).isTrue();
            assertThat(bucket.createIfAbsent("a", new byte[] {1}, Access.STORE)).isFalse();
        }
    }

    @Test
    void aServerThatHangsUpOnALoserIsUnderstood() {
        S3Location place = SERVER.newPlace();
        try (Bucket winner = new S3Bucket(SERVER.client(), place);
                Bucket loser = new S3Bucket(
                        SERVER.clients()
                                .httpClientBuilder(null)
                                .httpClient(new BadConnection(BadConnection.Fault.HUNG_UP, Integer.MAX_VALUE))
                                .build(),
                        place)) {
            assertThatThrownBy(() -> loser.createIfAbsent("a", new byte[] {2}, Access.STORE))
                    .isInstanceOf(StoreUnavailable.class);
            winner.createIfAbsent("a", new byte[] {1}, Access.STORE);
            assertThat(loser.createIfAbsent("a", new byte[] {2}, Access.STORE)).isFalse();
            assertThat(loser.read("a", 1)).hasValue(new byte[] {1});
        }
    }

    @Test
    void aConflictIsTriedAgain() {
        try (Bucket bucket = over(new BadConnection(BadConnection.Fault.CONFLICT, 2))) {
            assertThat(bucket.createIfAbsent("a", new byte[] {1}, Access.STORE)).isTrue();
            assertThat(bucket.read("a", 1)).hasValue(new byte[] {1});
        }
    }

    @Test
    void aConflictThatLastsIsExplained() {
        try (Bucket bucket = over(new BadConnection(BadConnection.Fault.CONFLICT, Integer.MAX_VALUE))) {
            assertThatThrownBy(() -> bucket.createIfAbsent("a", new byte[] {1}, Access.STORE))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("409 ConditionalRequestConflict")
                    .hasMessageContaining("try again later");
        }
    }

    @Test
    void theProbeFindsAServerThatIgnoresTheCondition() {
        ExecutionInterceptor ignoring = new ExecutionInterceptor() {
            @Override
            public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
                return context.request() instanceof PutObjectRequest put
                        ? put.toBuilder().ifNoneMatch(null).build()
                        : context.request();
            }
        };
        try (Bucket bucket = bucket(
                SERVER.clients().overrideConfiguration(override -> override.addExecutionInterceptor(ignoring)))) {
            assertThatThrownBy(bucket::probe)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("writes over an object it was told to keep")
                    .hasMessageContaining("If-None-Match")
                    .hasMessageContaining("shared file system");
        }
    }

    @Test
    void theProbeLeavesNothing() {
        S3Location place = SERVER.newPlace();
        try (S3Client client = SERVER.client();
                Bucket bucket = new S3Bucket(SERVER.client(), place)) {
            bucket.probe();
            assertThat(client.listObjectsV2(request -> request.bucket(place.bucket()))
                            .contents())
                    .isEmpty();
        }
    }

    @Test
    void wrongCredentialsAreExplained() {
        S3ClientBuilder stranger = SERVER.clients()
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(S3Server.ACCESS_KEY, "not-the-secret")));
        try (Bucket bucket = bucket(stranger)) {
            assertThatThrownBy(() -> bucket.createIfAbsent("a", new byte[0], Access.STORE))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("AWS_SECRET_ACCESS_KEY")
                    .hasMessageNotContaining("not-the-secret");
        }
    }

    @Test
    void aServerThatIsNotThereIsExplained() {
        S3Settings nowhere = new S3Settings(Optional.of(URI.create("http://127.0.0.1:1")), Optional.empty(), true);
        S3ClientBuilder builder = S3Clients.builder(nowhere)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")));
        try (Bucket bucket = bucket(builder)) {
            assertThatThrownBy(bucket::probe)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("nobody answers")
                    .hasMessageContaining("expunge.store.s3.endpoint");
        }
    }
}
