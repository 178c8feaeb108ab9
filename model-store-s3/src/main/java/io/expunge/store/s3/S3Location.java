/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a store is: a bucket and what its keys start with there. Several stores may share a bucket under different
 * prefixes.
 *
 * @param bucket the bucket's name
 * @param prefix empty, or folders, each with a slash behind it
 */
public record S3Location(String bucket, String prefix) {

    /** What the text of such a place starts with. */
    public static final String SCHEME = "s3://";

    // Letters that mean the same in a key, a URI and a signature; and no folder that some server takes for another.
    private static final Pattern TEXT =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9_=-][A-Za-z0-9_=.-]*)*)/?");

    /** Returns whether a text means a place of this kind, well written or not. */
    public static boolean isMeant(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /**
     * Reads {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}.
     *
     * @throws IllegalArgumentException saying how it has to look
     */
    public static S3Location parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no place in an object store; write s3://BUCKET or"
                    + " s3://BUCKET/PREFIX, the bucket of 3 to 63 lower-case letters, digits, '.' and '-', the prefix of"
                    + " letters, digits, '.', '_', '=', '-' and '/'");
        }
        String folders = parts.group(2);
        return new S3Location(parts.group(1), folders.isEmpty() ? "" : folders.substring(1) + "/");
    }

    /** Returns the full name of an object of the store. */
    String name(String key) {
        return prefix + key;
    }

    /** Returns where an object of the store is. */
    URI uri(String key) {
        return URI.create(SCHEME + bucket + "/" + name(key));
    }

    /** Returns the place as people write it. */
    @Override
    public String toString() {
        return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
    }
}
