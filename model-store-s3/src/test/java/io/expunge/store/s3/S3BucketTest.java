/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.Seeds;
import io.expunge.store.objects.Bucket;
import io.expunge.store.objects.Bucket.Access;
import io.expunge.store.objects.BucketContract;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3BucketTest extends BucketContract {

    private static final S3Server SERVER = S3Server.shared();

    @Override
    protected Bucket newBucket() {
        return new S3Bucket(SERVER.client(), SERVER.newPlace());
    }

    @Test
    void aKeyIsNeverAWayOut() {
        try (Bucket bucket = newBucket()) {
            for (String key :
                    List.of("..", "../x", "/etc", "a/../b", "a//b", "", "a\u0000", "A", "a\\b", "a/.", "a.b")) {
                assertThatThrownBy(() -> bucket.read(key, 1)).as(key).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void storesInOneBucketDoNotSeeEachOther() {
        S3Location root = SERVER.newBucket();
        try (Bucket one = new S3Bucket(SERVER.client(), new S3Location(root.bucket(), "a/"));
                Bucket other = new S3Bucket(SERVER.client(), new S3Location(root.bucket(), "a/b/"))) {
            one.createIfAbsent("x/y", new byte[] {1}, Access.STORE);
            assertThat(other.exists("x/y")).isFalse();
            assertThat(other.createIfAbsent("x/y", new byte[] {2}, Access.STORE))
                    .isTrue();
            assertThat(one.read("x/y", 1)).hasValue(new byte[] {1});
            assertThat(one.list("x")).containsExactly("x/y");
            assertThat(one.location("x/y")).hasToString("s3://" + root.bucket() + "/a/x/y");
        }
    }

    @Test
    void aListingOfManyIsWhole() {
        try (Bucket bucket = newBucket()) {
            for (int i = 0; i < 1_050; i++) {
                bucket.createIfAbsent("many/" + String.format("%04d", i), new byte[0], Access.STORE);
            }
            assertThat(bucket.list("many")).hasSize(1_050).isSorted();
        }
    }

    @Test
    void foreignObjectsBetweenOursAreOverlooked() {
        S3Location place = SERVER.newPlace();
        try (S3Client client = SERVER.client();
                Bucket bucket = new S3Bucket(SERVER.client(), place)) {
            bucket.createIfAbsent("a/b", new byte[0], Access.STORE);
            client.putObject(
                    request -> request.bucket(place.bucket()).key(place.name("a/Read Me")), RequestBody.empty());
            assertThat(bucket.list("a")).containsExactly("a/b");
        }
    }

    @Test
    void bigObjectsComeBackWhole() {
        byte[] big = new byte[5_000_000];
        new Random(Long.parseLong(Seeds.PROPERTY)).nextBytes(big);
        try (Bucket bucket = newBucket()) {
            assertThat(bucket.createIfAbsent("big", big, Access.STORE)).isTrue();
            assertThat(bucket.createIfAbsent("big", big, Access.STORE)).isFalse();
            assertThat(bucket.read("big", big.length)).hasValue(big);
            assertThat(bucket.read("big", 100).orElseThrow()).hasSize(101);
            assertThat(bucket.linkIfAbsent("big", "link")).isTrue();
            assertThat(bucket.read("link", big.length)).hasValue(big);
        }
    }

    @Test
    void whatIsDeletedIsGoneWhereTheBucketKeepsVersions() {
        S3Location place = SERVER.newPlace();
        try (S3Client client = SERVER.client();
                Bucket bucket = new S3Bucket(SERVER.client(), place)) {
            client.putBucketVersioning(request ->
                    request.bucket(place.bucket()).versioningConfiguration(versioning -> versioning.status("Enabled")));
            bucket.createIfAbsent("a/key", new byte[] {1}, Access.OWNER);
            bucket.repair("a/key", new byte[] {2});
            bucket.createIfAbsent("a/key2", new byte[] {3}, Access.OWNER);
            bucket.delete("a/key");
            bucket.delete("a/key");
            assertThat(bucket.createIfAbsent("a/key", new byte[] {4}, Access.OWNER))
                    .isTrue();
            bucket.delete("a/key");
            var left = client.listObjectVersions(request -> request.bucket(place.bucket()));
            assertThat(left.deleteMarkers()).isEmpty();
            assertThat(left.versions()).extracting(version -> version.key()).containsExactly(place.name("a/key2"));
        }
    }

    @Test
    void aDeletionThatStopsInBetweenLeavesWhatListingsShow() {
        S3Location place = SERVER.newPlace();
        int[] left = {Integer.MAX_VALUE};
        try (S3Client client = SERVER.client();
                Bucket whole = new S3Bucket(SERVER.client(), place);
                Bucket stopping = new S3Bucket(
                        SERVER.clients()
                                .overrideConfiguration(override -> override.addExecutionInterceptor(stopAfter(left)))
                                .build(),
                        place)) {
            client.putBucketVersioning(request ->
                    request.bucket(place.bucket()).versioningConfiguration(versioning -> versioning.status("Enabled")));
            boolean stopped = true;
            for (int requests = 0; stopped; requests++) {
                whole.createIfAbsent("a/key", new byte[] {1}, Access.OWNER);
                whole.repair("a/key", new byte[] {2});
                left[0] = requests;
                try {
                    stopping.delete("a/key");
                    stopped = false;
                } catch (StoreUnavailable asMeant) {
                    assertThat(whole.list("a"))
                            .as("stopped after %d requests", requests)
                            .containsExactly("a/key");
                    whole.list("a").forEach(whole::delete);
                }
                var versions = client.listObjectVersions(request -> request.bucket(place.bucket()));
                assertThat(versions.versions()).isEmpty();
                assertThat(versions.deleteMarkers()).isEmpty();
            }
        }
    }

    private static ExecutionInterceptor stopAfter(int[] left) {
        return new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (left[0]-- <= 0) {
                    throw SdkClientException.create("stopped, as meant");
                }
            }
        };
    }

    @Test
    void aBucketThatIsNotThereIsExplained() {
        try (Bucket bucket = new S3Bucket(SERVER.client(), new S3Location("no-such-bucket", ""))) {
            assertThatThrownBy(() -> bucket.createIfAbsent("a", new byte[0], Access.STORE))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("s3://no-such-bucket/a")
                    .hasMessageContaining("create the bucket");
            assertThatThrownBy(() -> bucket.read("a", 1)).isInstanceOf(StoreUnavailable.class);
        }
    }
}
