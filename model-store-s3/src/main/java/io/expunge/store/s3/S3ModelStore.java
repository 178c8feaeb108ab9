/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import io.expunge.store.ModelStore;
import io.expunge.store.ModelStoreException.ForeignDirectory;
import io.expunge.store.ModelStoreException.StoreUnavailable;
import io.expunge.store.objects.ObjectModelStore;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The model store in an object store, for any number of instances that share nothing else. The objects are those of the
 * store in a directory, under the same names behind the prefix. It needs a server that writes conditionally;
 * {@link ModelStore#probe} says so where it does not.
 */
public final class S3ModelStore {

    private static final String LAYOUT = "store.json";

    private S3ModelStore() {}

    /**
     * Opens the store at a place, and makes it one if nothing is there. The bucket itself must exist.
     *
     * @throws io.expunge.store.ModelStoreException.ForeignDirectory if the place holds something else
     * @throws io.expunge.store.ModelStoreException.ArtifactCorrupt  if its store.json is damaged
     * @throws io.expunge.store.ModelStoreException.FormatTooNew     if a later release laid it out
     * @throws io.expunge.store.ModelStoreException.StoreUnavailable if it cannot be reached or written, and why
     */
    public static ModelStore open(S3Location place, S3Settings settings) {
        return open(client(place, settings), place);
    }

    /**
     * Opens the store at a place if there is one, and makes none.
     *
     * @throws io.expunge.store.ModelStoreException as {@link #open(S3Location, S3Settings)} does
     */
    public static Optional<ModelStore> openIfPresent(S3Location place, S3Settings settings) {
        return openIfPresent(client(place, settings), place);
    }

    static Optional<ModelStore> openIfPresent(S3Client client, S3Location place) {
        S3Bucket bucket = new S3Bucket(client, place);
        try {
            if (bucket.exists(LAYOUT)) {
                return Optional.of(ObjectModelStore.open(bucket, Clock.systemUTC()));
            }
        } catch (RuntimeException failed) {
            bucket.close();
            throw failed;
        }
        bucket.close();
        return Optional.empty();
    }

    /** Opens the store through a client, which closes with it. */
    static ModelStore open(S3Client client, S3Location place) {
        S3Bucket bucket = new S3Bucket(client, place);
        try {
            // Another process may make the store between the two looks.
            if (!bucket.exists(LAYOUT) && !bucket.isEmpty() && !bucket.exists(LAYOUT)) {
                throw new ForeignDirectory(place.toString());
            }
            return ObjectModelStore.open(bucket, Clock.systemUTC());
        } catch (RuntimeException failed) {
            bucket.close();
            throw failed;
        }
    }

    private static S3Client client(S3Location place, S3Settings settings) {
        try {
            return S3Clients.open(settings);
        } catch (SdkException impossible) {
            S3Failure failure = S3Failure.of(impossible);
            throw new StoreUnavailable("reach", place.toString(), failure.why(), failure.remedy(), impossible);
        }
    }
}
