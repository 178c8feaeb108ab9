/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Deletes objects for good. A bucket that keeps versions only hides what is deleted behind a marker; what was to be
 * erased would still be there, so there the versions go too. Thread safe.
 *
 * @param client how to reach the bucket
 * @param bucket its name
 */
record S3Versions(S3Client client, String bucket) {

    private static final int NOT_FOUND = 404;

    /** One version of an object, or a marker, and whether it is what readers see. */
    private record Version(String id, boolean latest, boolean marker) {}

    void delete(String name) {
        if (isVersioned(name)) {
            deleteVersions(name);
        } else {
            deleteAndLook(name);
        }
    }

    /** Whether there is such an object in a bucket that keeps versions, or kept them once. */
    private boolean isVersioned(String name) {
        try {
            return client.headObject(request -> request.bucket(bucket).key(name))
                            .versionId()
                    != null;
        } catch (S3Exception refused) {
            if (refused.statusCode() == NOT_FOUND) {
                return false;
            }
            throw refused;
        }
    }

    /**
     * Without a marker. What readers see goes last, so that who stops in between leaves an object that listings show, and
     * not versions that nobody would find again.
     */
    private void deleteVersions(String name) {
        List<Version> all = list(name);
        all.stream().filter(version -> !version.latest()).forEach(version -> deleteOne(name, version));
        all.stream().filter(Version::latest).forEach(version -> deleteOne(name, version));
    }

    /** There is no such object, unless behind a marker, or the bucket never kept versions. */
    private void deleteAndLook(String name) {
        DeleteObjectResponse hidden =
                client.deleteObject(request -> request.bucket(bucket).key(name));
        if (hidden.versionId() != null) {
            deleteHidden(name);
        }
    }

    /**
     * Whatever is not the latest, nobody sees and nobody will miss; the latest is somebody's new object, or a marker, which
     * goes last because until then it hides the others.
     */
    private void deleteHidden(String name) {
        List<Version> all = list(name);
        all.stream().filter(version -> !version.latest()).forEach(version -> deleteOne(name, version));
        all.stream()
                .filter(version -> version.latest() && version.marker())
                .forEach(version -> deleteOne(name, version));
    }

    private void deleteOne(String name, Version version) {
        client.deleteObject(request -> request.bucket(bucket).key(name).versionId(version.id()));
    }

    private List<Version> list(String name) {
        return client
                .listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(name))
                .stream()
                .flatMap(page -> versions(page, name))
                .toList();
    }

    private static Stream<Version> versions(ListObjectVersionsResponse page, String name) {
        Stream<Version> objects = page.versions().stream()
                .filter(version -> version.key().equals(name))
                .map(version -> new Version(version.versionId(), version.isLatest(), false));
        Stream<Version> markers = page.deleteMarkers().stream()
                .filter(marker -> marker.key().equals(name))
                .map(marker -> new Version(marker.versionId(), marker.isLatest(), true));
        return Stream.concat(objects, markers);
    }
}
