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

/**
 * Deletes objects for good. A bucket that keeps versions only hides what is deleted behind a marker; what was to be
 * erased would still be there, so there the versions go too. Thread safe.
 *
 * @param client how to reach the bucket
 * @param bucket its name
 */
record S3Versions(S3Client client, String bucket) {

    /** One version of an object, or a marker, and whether it is what readers see. */
    private record Version(String id, boolean latest, boolean marker) {}

    void delete(String name) {
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
