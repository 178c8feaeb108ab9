/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import java.net.URI;
import java.util.Optional;

/**
 * How an object store is reached. Credentials are no part of it: the SDK looks for them where every program of that
 * world does (environment, profile, web identity, role of the machine).
 *
 * @param endpoint  the server; empty for Amazon's
 * @param region    its region; empty to ask the environment and the profile
 * @param pathStyle whether the bucket stands in the path and not in the host name
 */
public record S3Settings(Optional<URI> endpoint, Optional<String> region, boolean pathStyle) {

    /** Amazon S3, with the region of the environment. */
    public static S3Settings amazon() {
        return new S3Settings(Optional.empty(), Optional.empty(), false);
    }

    /**
     * Checks what can be checked without asking anybody.
     *
     * @throws IllegalArgumentException if the endpoint is no address
     */
    public S3Settings {
        endpoint.filter(address -> !isAddress(address)).ifPresent(address -> {
            throw new IllegalArgumentException("'" + address + "' is no address of an S3 server; write"
                    + " https://HOST or https://HOST:PORT, without a user, a path or a query");
        });
    }

    private static boolean isAddress(URI address) {
        boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
        String path = Optional.ofNullable(address.getPath()).orElse("");
        return web
                && address.getHost() != null
                && address.getUserInfo() == null
                && (path.isEmpty() || path.equals("/"))
                && address.getQuery() == null;
    }
}
