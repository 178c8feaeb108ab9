/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.service;

import java.net.URI;
import java.util.Optional;

/**
 * How the object store is reached that holds the model store, where one does. The service itself is given an open store;
 * this is for whoever opens it.
 *
 * @param endpoint     the server; empty for Amazon's
 * @param region       its region; empty to ask the environment
 * @param bucketInPath whether the bucket stands in the path of an address and not in the host name
 */
public record ObjectStoreSettings(Optional<URI> endpoint, Optional<String> region, boolean bucketInPath) {

    private static final String ENDPOINT = "expunge.store.s3.endpoint";
    private static final String REGION = "expunge.store.s3.region";
    private static final String PATH_STYLE = "expunge.store.s3.path-style";

    /** Where the bucket stands in an address. */
    private enum PathStyle {
        /** In the path where an endpoint is named: few servers of one's own have a name for every bucket. */
        AUTO,
        /** In the path. */
        TRUE,
        /** In the host name. */
        FALSE
    }

    static ObjectStoreSettings read(SettingsReader in) {
        Optional<URI> endpoint = in.addressUnless(ENDPOINT, "amazon");
        PathStyle style = in.choice(PATH_STYLE, PathStyle.class);
        return new ObjectStoreSettings(
                endpoint,
                Optional.of(in.text(REGION)).filter(region -> !region.equals("environment")),
                style == PathStyle.TRUE || (style == PathStyle.AUTO && endpoint.isPresent()));
    }
}
